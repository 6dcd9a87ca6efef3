// Command figures measures the engine against general rule languages and prints one
// table. It first makes sure that all fire the same rules. Each round measures
// everything in turn, so that a busy moment of the machine spoils one round for all
// rather than all rounds for one; the medians count. A missed aim is reported, but is
// not an error.
//
//	go run ./figures
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"legtriage/rules"
	"legtriage/testdata/peers"
)

// crowd is how many people all must agree on before anything is measured.
const crowd = 2000

// The aims: how many times faster than the fastest peer the engine must fire rules, and
// how many times CEL's time for firing them a whole result with its reasons may take.
const (
	firedAtLeast = 25
	assessAtMost = 3
)

func main() {
	rounds := flag.Int("rounds", 5, "how often everything is measured")
	each := flag.Duration("each", 200*time.Millisecond, "how long one measurement takes")
	testing.Init()
	flag.Parse()
	flag.Set("test.benchtime", each.String())
	if err := run(max(1, *rounds)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rounds int) error {
	table, err := rules.Leg()
	if err != nil {
		return err
	}
	fmt.Println(machine())
	fmt.Printf("%s; %d rules over %d scales\n", versions(), len(table.ByUrgency()), len(table.Scales()))
	some, err := peers.Disagreement(table, peers.Peers(), peers.People(table, crowd))
	if err != nil {
		return err
	}
	fmt.Printf("all fire the same rules on %d people, on %d of them more than what always holds\n", crowd, some)

	deciders, err := peers.Deciders(table)
	if err != nil {
		return err
	}
	decided, err := measure(deciders, rounds)
	if err != nil {
		return err
	}
	show(fmt.Sprintf("Deciding one set of answers, median of %d rounds", rounds), decided, "ours/fired")
	aims(decided)

	prepared, err := measure(peers.Preparers(table), rounds)
	if err != nil {
		return err
	}
	show(fmt.Sprintf("Making ready to decide, median of %d rounds", rounds), prepared, "ours/load")
	return nil
}

// figure is what was measured of one contender.
type figure struct {
	peers.Contender
	took          []float64 // nanoseconds, one for each round
	bytes, allocs int64
}

func (f *figure) median() float64 {
	slices.Sort(f.took)
	return f.took[len(f.took)/2]
}

func measure(all []peers.Contender, rounds int) ([]*figure, error) {
	var out []*figure
	for _, c := range all {
		out = append(out, &figure{Contender: c})
	}
	for range rounds {
		for _, f := range out {
			r := testing.Benchmark(f.Bench)
			if r.N == 0 {
				return nil, fmt.Errorf("%s, %s: failed", f.Name, f.Form)
			}
			f.took = append(f.took, float64(r.T.Nanoseconds())/float64(r.N))
			f.bytes, f.allocs = r.AllocedBytesPerOp(), r.AllocsPerOp()
		}
	}
	return out, nil
}

// show prints a table. Times are also given as multiples of one of them.
func show(title string, all []*figure, one string) {
	fmt.Printf("\n%s\n", title)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\tµs\tleast\tmost\tof %s\tB/op\tallocs/op\t\n", one)
	unit := named(all, one).median()
	for _, f := range all {
		m := f.median()
		fmt.Fprintf(w, "%s\t%.2f\t%.2f\t%.2f\t%.3g\t%d\t%d\t  %s\n", f.Name, m/1e3, f.took[0]/1e3, f.took[len(f.took)-1]/1e3, m/unit, f.bytes, f.allocs, f.Form)
	}
	w.Flush()
}

// aims says which aims are met, against the fastest form of each peer.
func aims(all []*figure) {
	fired, assess := named(all, "ours/fired"), named(all, "ours/assess")
	peer := fastest(all, func(f *figure) bool { return f.Form != "" })
	cel := fastest(all, func(f *figure) bool { return f.Name == "cel/fired" })
	fmt.Println("\nAims")
	aim := func(met bool, format string, of ...any) {
		word := "missed"
		if met {
			word = "met"
		}
		fmt.Printf("  %-6s  %s\n", word, fmt.Sprintf(format, of...))
	}
	faster := peer.median() / fired.median()
	aim(faster >= firedAtLeast, "ours/fired at least %d times faster than the fastest peer: %.1f times (%s, %s)", firedAtLeast, faster, peer.Name, peer.Form)
	aim(fired.allocs == 0, "ours/fired without an allocation: %d", fired.allocs)
	longer := assess.median() / cel.median()
	aim(longer <= assessAtMost, "ours/assess at most %d times the time of cel/fired: %.1f times (%s)", assessAtMost, longer, cel.Form)
}

func named(all []*figure, name string) *figure {
	return all[slices.IndexFunc(all, func(f *figure) bool { return f.Name == name })]
}

func fastest(all []*figure, of func(*figure) bool) *figure {
	among := slices.DeleteFunc(slices.Clone(all), func(f *figure) bool { return !of(f) })
	return slices.MinFunc(among, func(a, b *figure) int { return cmp.Compare(a.median(), b.median()) })
}

// machine names the machine.
func machine() string {
	cpu := runtime.GOARCH
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(info)) {
			if name, model, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				cpu = strings.TrimSpace(model)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s/%s, %s", cpu, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// versions names the peers with the versions that were built in.
func versions() string {
	var out []string
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/expr-lang/expr" || m.Path == "cel.dev/cel-go" {
				out = append(out, m.Path+" "+m.Version)
			}
		}
	}
	return strings.Join(out, ", ")
}
