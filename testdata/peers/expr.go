package peers

import (
	"reflect"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"legtriage/triage"
)

// exprForms are the forms tried for expr. The shortest path through its virtual machine
// loads a name from a map and jumps on it: there is a special instruction for maps,
// while fields and lists use reflection. One program for all rules starts the machine
// only once, but has to make a list.
func exprForms() []Peer {
	return []Peer{
		{"expr", "a program a rule, truths in a map", truths, exprRules(truthName, truths)},
		{"expr", "one program, truths in a map", truths, exprOne(truthName, truths)},
		{"expr", "a program a rule, values in a map", values, exprRules(byValue, values)},
		{"expr", "a program a rule, truths in a struct", truthFields, exprRules(truthName, truthFields)},
		{"expr", "a program a rule, values in a list", valueList, exprRules(byPlace, valueList)},
	}
}

// exprRules compiles a program for each rule. All of them run in one machine.
func exprRules(step func(triage.Step) string, encode func(*triage.Table, Person) any) func(*triage.Table) (Fired, error) {
	return func(t *triage.Table) (Fired, error) {
		_, places := inUse(t)
		var programs []*vm.Program
		env := expr.Env(encode(t, nobody(t)))
		for _, text := range texts(t, step) {
			p, err := expr.Compile(text, env, expr.AsBool())
			if err != nil {
				return nil, err
			}
			programs = append(programs, p)
		}
		var machine vm.VM
		return func(answers any, fired []int) ([]int, error) {
			for i, p := range programs {
				holds, err := machine.Run(p, answers)
				if err != nil {
					return nil, err
				}
				if holds.(bool) {
					fired = append(fired, places[i])
				}
			}
			return fired, nil
		}, nil
	}
}

// exprOne compiles one program that returns for every rule whether it holds, so that
// the machine is started only once.
func exprOne(step func(triage.Step) string, encode func(*triage.Table, Person) any) func(*triage.Table) (Fired, error) {
	return func(t *triage.Table) (Fired, error) {
		_, places := inUse(t)
		p, err := expr.Compile("["+strings.Join(texts(t, step), ",\n")+"]", expr.Env(encode(t, nobody(t))))
		if err != nil {
			return nil, err
		}
		var machine vm.VM
		return func(answers any, fired []int) ([]int, error) {
			all, err := machine.Run(p, answers)
			if err != nil {
				return nil, err
			}
			for i, holds := range all.([]any) {
				if holds.(bool) {
					fired = append(fired, places[i])
				}
			}
			return fired, nil
		}, nil
	}
}

// nobody is a person whose answers only serve to show a compiler their types.
func nobody(t *triage.Table) Person { return make(Person, len(t.Scales())) }

// truthFields returns the answers of p as a struct with a field for each step.
func truthFields(t *triage.Table, p Person) any {
	var fields []reflect.StructField
	for _, s := range steps(t) {
		fields = append(fields, reflect.StructField{Name: truthName(s), Type: reflect.TypeFor[bool]()})
	}
	out := reflect.New(reflect.StructOf(fields))
	for i, s := range steps(t) {
		out.Elem().Field(i).SetBool(p[s.Scale] >= s.Value)
	}
	return out.Interface()
}

// valueList returns the answers of p as a list of values by scale.
func valueList(_ *triage.Table, p Person) any { return map[string]any{"V": []int(p)} }
