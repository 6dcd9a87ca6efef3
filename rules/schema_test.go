package rules

import (
	"errors"
	"go/ast"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	schemaerror "github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v4"

	"legtriage/triage"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", schemaTree(t)); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func schemaTree(t *testing.T) map[string]any {
	t.Helper()
	file, err := os.Open("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tree, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	return tree.(map[string]any)
}

func parse(t *testing.T, text string) *yaml.Node {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil {
		t.Fatal(err)
	}
	return n.Content[0]
}

// asLoaded turns a node into the values that the loader sees: all words are text, even
// no, 1e3 and the keys, except true and false where it asks for them.
func asLoaded(n *yaml.Node, key string) any {
	booleans := []string{"at_least_one", "red_flag", "waiting", "guarded", "symptoms", "unsure_never_alone"}
	if n.Kind == yaml.ScalarNode {
		if slices.Contains(booleans, key) && (n.Value == "true" || n.Value == "false") {
			return n.Value == "true"
		}
		return strings.Join(strings.Fields(n.Value), " ")
	}
	return collection(n, asLoaded)
}

// asEdited turns a node into the values that an editor sees: all words are text, except
// those that look like numbers, true, false or null.
func asEdited(n *yaml.Node, _ string) any {
	if n.Kind != yaml.ScalarNode {
		return collection(n, asEdited)
	}
	if tag := n.ShortTag(); tag == "!!int" || tag == "!!float" || tag == "!!bool" || tag == "!!null" {
		var v any
		if n.Decode(&v) == nil {
			return v
		}
	}
	return n.Value
}

func collection(n *yaml.Node, value func(n *yaml.Node, key string) any) any {
	if n.Kind == yaml.SequenceNode {
		list := []any{}
		for _, item := range n.Content {
			list = append(list, value(item, ""))
		}
		return list
	}
	mapping := map[string]any{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i].Value
		mapping[key] = value(n.Content[i+1], key)
	}
	return mapping
}

func TestShippedFilesSatisfyTheSchema(t *testing.T) {
	t.Parallel()
	const editorLine = "# yaml-language-server: $schema=../schema.json\n"
	schema := compiledSchema(t)
	names, err := fs.Glob(Files(), "*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatal("no files are shipped", err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(data), editorLine) {
			t.Errorf("%s does not begin with %s", name, editorLine)
		}
		root := parse(t, string(data))
		if err := schema.Validate(asLoaded(root, "")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := schema.Validate(asEdited(root, "")); err != nil {
			t.Errorf("%s, as an editor reads it: %v", name, err)
		}
	}
}

func TestSchemaRefusesWrongFiles(t *testing.T) {
	const rule = "id: a, title: A, about: a, because: B., do: C., sources: [page]"
	schema := compiledSchema(t)
	for _, test := range []struct{ name, file, at string }{
		{"a list for a file", "[]", ""},
		{"an unknown section", "rule: []", ""},
		{"an empty section", "rules: []", "/rules"},
		{"a mapping for a list", "rules: {}", "/rules"},
		{"a table without a version", "table: {name: Small}", "/table"},
		{"an empty text", "table: {name: '', version: 1}", "/table/name"},
		{"a question without options", "questions: [{id: a, ask: A?, why: B.}]", "/questions/0"},
		{"a question with options and a list", "questions: [{id: a, ask: A?, why: B., options: {no: N, unsure: U}, list: {a: A}}]", "/questions/0"},
		{"a question called any", "questions: [{id: any, ask: A?, why: B., list: {a: A}}]", "/questions/0/id"},
		{"an unknown stage", "questions: [{id: a, stage: leg, ask: A?, why: B., list: {a: A}}]", "/questions/0/stage"},
		{"no option unsure", "questions: [{id: a, ask: A?, why: B., options: {no: N, yes: Y}}]", "/questions/0/options"},
		{"an option none", "questions: [{id: a, ask: A?, why: B., options: {none: N, unsure: U}}]", "key none"},
		{"a tick unsure", "questions: [{id: a, ask: A?, why: B., list: {unsure: U}}]", "key unsure"},
		{"a badly formed id", "questions: [{id: a, ask: A?, why: B., list: {Not This: U}}]", "key Not This"},
		{"at least one of options", "questions: [{id: a, ask: A?, why: B., at_least_one: true, options: {no: N, unsure: U}}]", "/questions/0"},
		{"yes for true", "questions: [{id: a, ask: A?, why: B., at_least_one: yes, list: {a: A}}]", "/questions/0/at_least_one"},
		{"a red flag that is a word", "questions: [{id: a, ask: A?, why: B., list: {a: {say: A, red_flag: always}}}]", "/questions/0/list/a/red_flag"},
		{"a detail without a head", "questions: [{id: a, ask: A?, why: B., list: {a: {detail: A}}}]", "/questions/0/list/a"},
		{"a rule without when", "rules: [{" + rule + ", urgency: home, status: draft}]", "/rules/0"},
		{"a rule that has one key too many", "rules: [{" + rule + ", urgency: home, status: draft, when: always, note: N}]", "/rules/0"},
		{"an unknown urgency", "rules: [{" + rule + ", urgency: now, status: draft, when: {a: b}}]", "/rules/0/urgency"},
		{"an unknown status", "rules: [{" + rule + ", urgency: home, status: done, when: {a: b}}]", "/rules/0/status"},
		{"an unknown contact", "rules: [{" + rule + ", urgency: home, status: draft, when: {a: b}, contact: nurse}]", "/rules/0/contact"},
		{"always and not home", "rules: [{" + rule + ", urgency: soon, status: draft, when: always}]", "/rules/0/when"},
		{"another word than always", "rules: [{" + rule + ", urgency: home, status: draft, when: never}]", "/rules/0/when"},
		{"no condition", "rules: [{" + rule + ", urgency: home, status: draft, when: {}}]", "/rules/0/when"},
		{"one alternative", "rules: [{" + rule + ", urgency: home, status: draft, when: {any: {a: b}}}]", "/rules/0/when/any"},
		{"any in any", "rules: [{" + rule + ", urgency: home, status: draft, when: {any: {any: b, c: d}}}]", "key any"},
		{"a mapping for an answer", "rules: [{" + rule + ", urgency: home, status: draft, when: {a: {b: c}}}]", "/rules/0/when/a"},
		{"a tick twice", "rules: [{" + rule + ", urgency: home, status: draft, when: [{a: [b, b]}]}]", "/rules/0/when/0/a"},
		{"about missing", "rules: [{id: a, title: A, because: B., do: C., sources: [page], urgency: soon, status: draft, when: {a: b}}]", "/rules/0"},
		{"reviewed by nobody", "rules: [{" + rule + ", urgency: home, status: reviewed, when: always}]", "/rules/0"},
		{"reviewed on no day", "rules: [{" + rule + ", urgency: home, status: reviewed, when: always, review: {by: A}}]", "/rules/0/review"},
		{"no source", "safety_net: [{id: a, say: A., urgency: soon, sources: []}]", "/safety_net/0/sources"},
		{"emergency advice that is not for the wait", "advice: [{id: a, say: A., suits: always, up_to: go, sources: [page]}]", "/advice/0"},
		{"other advice that is for the wait", "advice: [{id: a, say: A., suits: always, up_to: soon, waiting: true, sources: [page]}]", "/advice/0/waiting"},
		{"no reason to leave advice out", "advice: [{id: a, say: A., suits: always, up_to: soon, without: [{when: {a: b}}], sources: [page]}]", "/advice/0/without/0"},
		{"a source without an address", "sources: {page: {title: A}}", "/sources/page"},
		{"a country in small letters", "numbers: {gb: {name: A, emergency: 999, sources: [page]}}", "key gb"},
		{"a promise of nothing", "invariants: [{id: a, say: A., when: {a: b}}]", "/invariants/0"},
		{"a promise about nobody", "invariants: [{id: a, say: A., never: cream}]", "/invariants/0"},
		{"a unit without an urgency", "invariants: [{id: a, say: A., when: {a: b}, never: cream, contact: maternity}]", "/invariants/0"},
		{"a unit that calls an ambulance", "invariants: [{id: a, say: A., when: {a: b}, at_least: call, contact: maternity}]", "/invariants/0/at_least"},
		{"advice promised twice", "invariants: [{id: a, say: A., when: {a: b}, given: [cream, cream]}]", "/invariants/0/given"},
		{"a stage that is none", "invariants: [{id: a, say: A., stages: {a: leg}}]", "/invariants/0/stages/a"},
		{"a rule for self-care that names a unit", "rules: [{" + rule + ", urgency: home, status: draft, when: {a: b}, contact: maternity}]", "/rules/0/urgency"},
		{"yes for guarded", "table: {name: A, version: 1, guarded: yes}", "/table/guarded"},
		{"an act that is a word", "acts: {walk: rest}", "/acts/walk"},
		{"an act against nothing", "acts: {walk: {against: []}}", "/acts/walk/against"},
		{"a person without a source", "people: [{id: a, about: A., answers: {}, urgency: go}]", "/people/0"},
		{"a person at no place", "people: [{id: a, about: A., answers: {}, urgency: go, place: leg, sources: [page]}]", "/people/0/place"},
		{"a tick that is maybe", "people: [{id: a, about: A., answers: {b: {c: maybe}}, urgency: go, sources: [page]}]", "/people/0/answers/b/c"},
		{"words of no language", "wording: {keys: {ask a: b}}", "/wording"},
		{"a rule about words that asks for nothing", "wording: {language: en, rules: [{id: a, say: A., of: do}]}", "/wording/rules/0"},
		{"a rule about words of no text", "wording: {language: en, rules: [{id: a, say: A., must: b}]}", "/wording/rules/0"},
		{"a head of no words", "wording: {language: en, rules: [{id: a, say: A., of: head, max_words: 0}]}", "/wording/rules/0/max_words"},
		{"a beginning that is empty", "wording: {language: en, rules: [{id: a, say: A., of: detail, never_first: []}]}", "/wording/rules/0/never_first"},
		{"an unknown kind of text", "wording: {language: en, rules: [{id: a, say: A., of: [do, words], must: b}]}", "/wording/rules/0/of/1"},
		{"key words of an id", "wording: {language: en, keys: {broken-leg: leg}}", "key broken-leg"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := schema.Validate(asLoaded(parse(t, test.file), ""))
			var invalid *jsonschema.ValidationError
			if !errors.As(err, &invalid) {
				t.Fatalf("accepted: %s (%v)", test.file, err)
			}
			if places := places(invalid); !slices.Contains(places, test.at) {
				t.Errorf("refused at %q, not at %q", places, test.at)
			}
		})
	}
}

// places lists the places of the innermost errors. A wrong key has no place and is
// named instead.
func places(e *jsonschema.ValidationError) []string {
	if key, ok := e.ErrorKind.(*schemaerror.PropertyNames); ok {
		return []string{"key " + key.Property}
	}
	if len(e.Causes) == 0 {
		place := ""
		for _, key := range e.InstanceLocation {
			place += "/" + key
		}
		return []string{place}
	}
	var out []string
	for _, cause := range e.Causes {
		out = append(out, places(cause)...)
	}
	return out
}

// closed visits the parts of a schema that list all the keys of a mapping.
func closed(schema any, visit func(properties map[string]any)) {
	switch schema := schema.(type) {
	case []any:
		for _, part := range schema {
			closed(part, visit)
		}
	case map[string]any:
		if schema["additionalProperties"] == false {
			visit(schema["properties"].(map[string]any))
		}
		for _, key := range slices.Sorted(maps.Keys(schema)) {
			closed(schema[key], visit)
		}
	}
}

// TestSchemaHasTheKeysOfTheLoader reads the keys of each kind of mapping from the
// source, so that schema and loader cannot differ.
func TestSchemaHasTheKeysOfTheLoader(t *testing.T) {
	inSchema := map[string]bool{}
	closed(schemaTree(t), func(properties map[string]any) {
		inSchema[strings.Join(slices.Sorted(maps.Keys(properties)), " ")] = true
	})
	inLoader := map[string]token.Position{}
	visit := func(at token.Position, name string, args []ast.Expr) {
		if name != "Record" {
			return
		}
		var keys []string
		for _, arg := range args[2:] {
			if literal, ok := arg.(*ast.BasicLit); ok {
				key, _ := strconv.Unquote(literal.Value)
				keys = append(keys, key)
			} else if name, ok := arg.(*ast.Ident); ok && name.Name == "sections" {
				keys = slices.Clone(sections)
			} else {
				t.Fatalf("\n%s: not a list of keys", at)
			}
		}
		slices.Sort(keys)
		inLoader[strings.Join(keys, " ")] = at
	}
	calls(t, "load.go", visit)
	calls(t, "guards.go", visit)
	for keys, at := range inLoader {
		if !inSchema[keys] {
			t.Errorf("\n%s: schema.json has no mapping with the keys %s", at, keys)
		}
	}
	for keys := range inSchema {
		if _, ok := inLoader[keys]; !ok {
			t.Errorf("the loader reads no mapping with the keys %s", keys)
		}
	}
}

func TestSchemaDescribesEveryKey(t *testing.T) {
	closed(schemaTree(t), func(properties map[string]any) {
		for key, value := range properties {
			if text, _ := value.(map[string]any)["description"].(string); len(text) < 10 {
				t.Errorf("%s has no description", key)
			}
		}
	})
}

func TestSchemaHasTheWordsOfTheLoader(t *testing.T) {
	var urgencies []string
	for _, u := range triage.Urgencies() {
		urgencies = append(urgencies, u.String())
	}
	var places, kinds []string
	for _, p := range triage.Places() {
		places = append(places, p.String())
	}
	for _, k := range triage.TextKinds() {
		kinds = append(kinds, k.String())
	}
	want := map[string][]string{
		"urgency": urgencies, "stage": stages, "stages": stages, "status": statuses, "contact": contacts, "unit": contacts, "contact of a promise": contacts, "place": places, "text_kind": kinds, "tick": triage.TickNames(),
	}
	defs := schemaTree(t)["$defs"].(map[string]any)
	for key, at := range map[string]any{
		"urgency":              defs["urgency"],
		"stage":                defs["question"].(map[string]any)["properties"].(map[string]any)["stage"],
		"status":               defs["rule"].(map[string]any)["properties"].(map[string]any)["status"],
		"contact":              defs["rule"].(map[string]any)["properties"].(map[string]any)["contact"],
		"stages":               defs["invariant"].(map[string]any)["properties"].(map[string]any)["stages"].(map[string]any)["additionalProperties"],
		"contact of a promise": defs["invariant"].(map[string]any)["properties"].(map[string]any)["contact"],
		"unit":                 defs["invariant"].(map[string]any)["properties"].(map[string]any)["only_contact"],
		"place":                defs["person"].(map[string]any)["properties"].(map[string]any)["place"],
		"tick":                 defs["given_answer"].(map[string]any)["anyOf"].([]any)[2].(map[string]any)["additionalProperties"],
		"text_kind":            defs["text_kind"],
	} {
		var got []string
		for _, word := range at.(map[string]any)["enum"].([]any) {
			got = append(got, word.(string))
		}
		if !slices.Equal(got, want[key]) {
			t.Errorf("%s: %v in the schema, %v in the loader", key, got, want[key])
		}
	}
}

// TestSchemaAndLoaderAgree spoils a good table in one place after another. The schema
// must accept whatever the loader accepts, and refuse whatever the loader refuses,
// unless more than one place must be seen to know. It looks at one in ten spoiled
// tables, and with -long at all.
func TestSchemaAndLoaderAgree(t *testing.T) {
	t.Parallel()
	elsewhere := regexp.MustCompile(`there is no (question|source|rule|advice|act|country|line|option of)|has no option|takes one answer|says nothing|no file has|cannot be the least|` +
		`which have no order|option of \w+ must be a word|is a list of ticks|needs at least one (tick|of its options)|nobody gets it|from is above to|has changed since the review`)
	schema := compiledSchema(t)
	spoilt, every := 0, 10
	if *long {
		every = 1
	}
	check := func(root *yaml.Node) {
		if spoilt++; spoilt%every != 1%every {
			return
		}
		data, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		_, wrong := Load(fstest.MapFS{"a.yaml": {Data: data}})
		invalid := schema.Validate(asLoaded(parse(t, string(data)), ""))
		switch {
		case wrong == nil && invalid != nil:
			t.Errorf("only the schema refuses this: %v\n%s", invalid, data)
		case wrong != nil && invalid == nil && !slices.ContainsFunc(mustErrors(t, wrong), func(e *Error) bool { return elsewhere.MatchString(e.Message) }):
			t.Errorf("only the loader refuses this: %v\n%s", wrong, data)
		}
	}
	root := parse(t, completeTable)
	var spoil func(n *yaml.Node)
	spoil = func(n *yaml.Node) {
		good := *n
		for _, text := range []string{"zzz", "''", "true", "[]", "{}", "[zzz]", "{zzz: zzz}", "[[zzz]]", "{any: {zzz: zzz}}"} {
			*n = *parse(t, text)
			check(root)
		}
		*n = good
		step := 1
		if n.Kind == yaml.MappingNode {
			step = 2
			n.Content = append(slices.Clone(good.Content), parse(t, "zzz"), parse(t, "zzz"))
			check(root)
		}
		for i := 0; i < len(good.Content); i += step {
			n.Content = slices.Delete(slices.Clone(good.Content), i, i+step)
			check(root)
		}
		*n = good
		for i := step - 1; i < len(n.Content); i += step {
			spoil(n.Content[i])
		}
	}
	check(root)
	spoil(root)
	if check(root); spoilt < 1000 {
		t.Errorf("only %d tables were tried", spoilt)
	}
}
