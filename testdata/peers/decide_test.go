package peers

import (
	"strings"
	"testing"

	"legtriage/rules"
	"legtriage/triage"
)

// crowd is how many people all must agree on.
const crowd = 2000

func leg(t testing.TB) *triage.Table {
	t.Helper()
	table, err := rules.Leg()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestPeersAgree makes sure that all decide the same; otherwise their times would say
// nothing.
func TestPeersAgree(t *testing.T) {
	table := leg(t)
	some, err := Disagreement(table, Peers(), People(table, crowd))
	if err != nil {
		t.Error(err)
	}
	if some <= crowd/2 {
		t.Errorf("of %d people only %d fire more than what always holds", crowd, some)
	}
}

// TestADisagreementIsSeen gives the peers a table in which a rule asks for a little
// more.
func TestADisagreementIsSeen(t *testing.T) {
	table, broken := leg(t), own(t)
	chest := broken.Rule("chest-or-breath")
	chest.When[0][0].Value++ // "not sure" is no longer enough
	for _, peer := range Peers() {
		right := peer.Compile
		peer.Compile = func(*triage.Table) (Fired, error) { return right(broken) }
		if _, err := Disagreement(table, []Peer{peer}, People(table, crowd)); err == nil {
			t.Errorf("%s, %s: another table decides the same", peer.Library, peer.Form)
		}
	}
}

// own returns another copy of the shipped table, to change it.
func own(t testing.TB) *triage.Table {
	t.Helper()
	table, err := rules.Load(rules.Files())
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// BenchmarkDecide decides one set of answers, with every form of each peer; the fastest
// counts.
func BenchmarkDecide(b *testing.B) {
	all, err := Deciders(leg(b))
	if err != nil {
		b.Fatal(err)
	}
	run(b, all)
}

// BenchmarkPrepare gets each ready to decide.
func BenchmarkPrepare(b *testing.B) { run(b, Preparers(leg(b))) }

func run(b *testing.B, all []Contender) {
	for _, c := range all {
		name := c.Name
		if c.Form != "" {
			name += "/" + strings.NewReplacer(", ", "-", " ", "-").Replace(c.Form)
		}
		b.Run(name, c.Bench)
	}
}
