package peers

import (
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/interpreter"

	"legtriage/triage"
)

// celForms are the forms tried for CEL, all of them optimised. The fastest passes
// truths that are CEL values already, in an activation that finds them without a map,
// in a frame that is kept for each person: setting up a frame costs as much as a rule.
// A program that makes no special effort would pass values in a list or a map;
// comparing these takes CEL longer than everything else.
func celForms() []Peer {
	return []Peer{
		{"cel", "a program a rule, truths in a kept frame", framed(shortTruths), celRules(shortName, celTruths)},
		{"cel", "one program, truths in a kept frame", framed(shortTruths), celOne(shortName, celTruths)},
		{"cel", "a program a rule, truths in an activation", shortTruths, celRules(shortName, celTruths)},
		{"cel", "a program a rule, truths in a map", truths, celRules(truthName, celTruthNames)},
		{"cel", "a program a rule, values in a map", values, celRules(byValue, celValueNames)},
		{"cel", "a program a rule, values in a list", valueList, celRules(byPlace, celValueList)},
	}
}

// celProgram compiles one text.
func celProgram(env *cel.Env, text string) (cel.Program, error) {
	ast, issues := env.Compile(text)
	if err := issues.Err(); err != nil {
		return nil, err
	}
	return env.Program(ast, cel.EvalOptions(cel.OptOptimize))
}

// celRules compiles a program for each rule.
func celRules(step func(triage.Step) string, declare func(*triage.Table) []cel.EnvOption) func(*triage.Table) (Fired, error) {
	return func(t *triage.Table) (Fired, error) {
		_, places := inUse(t)
		env, err := cel.NewEnv(declare(t)...)
		if err != nil {
			return nil, err
		}
		var programs []cel.Program
		for _, text := range texts(t, step) {
			p, err := celProgram(env, text)
			if err != nil {
				return nil, err
			}
			programs = append(programs, p)
		}
		return func(answers any, fired []int) ([]int, error) {
			for i, p := range programs {
				holds, _, err := p.Eval(answers)
				if err != nil {
					return nil, err
				}
				if holds == types.True {
					fired = append(fired, places[i])
				}
			}
			return fired, nil
		}, nil
	}
}

// celOne compiles one program that returns for every rule whether it holds.
func celOne(step func(triage.Step) string, declare func(*triage.Table) []cel.EnvOption) func(*triage.Table) (Fired, error) {
	return func(t *triage.Table) (Fired, error) {
		_, places := inUse(t)
		env, err := cel.NewEnv(declare(t)...)
		if err != nil {
			return nil, err
		}
		p, err := celProgram(env, "["+strings.Join(texts(t, step), ",\n")+"]")
		if err != nil {
			return nil, err
		}
		return func(answers any, fired []int) ([]int, error) {
			all, _, err := p.Eval(answers)
			if err != nil {
				return nil, err
			}
			for i, holds := range all.Value().([]ref.Val) {
				if holds == types.True {
					fired = append(fired, places[i])
				}
			}
			return fired, nil
		}, nil
	}
}

// shortName writes a step as a name of two letters, from which [activation.ResolveName]
// can compute its place. The first letter is a capital, so that no name is a word of
// CEL.
func shortName(s triage.Step) string {
	n := s.Scale*maxTop + s.Value - 1
	if s.Value > maxTop || n >= 26*52 {
		panic("the table has outgrown names of two letters")
	}
	second := byte(n % 52)
	if second >= 26 {
		second += 'a' - 'Z' - 1 // the characters between the capitals and the small letters
	}
	return string([]byte{'A' + byte(n/52), 'A' + second})
}

// maxTop is the highest value of any scale that has a short name.
const maxTop = 4

// activation gives CEL the truth of each step by its short name.
type activation [26 * letters]any

// letters is the number of values of the second letter.
const letters = 'z' - 'A' + 1

// place returns the index of the truth of a step with this name.
func place(name string) int { return int(name[0]-'A')*letters + int(name[1]-'A') }

func (a *activation) ResolveName(name string) (any, bool) { return a[place(name)], true }

func (a *activation) Parent() cel.Activation { return nil }

func shortTruths(t *triage.Table, p Person) any {
	out := new(activation)
	for _, s := range steps(t) {
		out[place(shortName(s))] = types.Bool(p[s.Scale] >= s.Value)
	}
	return out
}

// framed keeps what CEL would otherwise set up for each evaluation.
func framed(encode func(*triage.Table, Person) any) func(*triage.Table, Person) any {
	return func(t *triage.Table, p Person) any {
		frame, err := interpreter.NewExecutionFrame(encode(t, p))
		if err != nil {
			panic(err) // it is an activation
		}
		return frame
	}
}

func celTruths(t *triage.Table) (out []cel.EnvOption) {
	for _, s := range steps(t) {
		out = append(out, cel.Variable(shortName(s), cel.BoolType))
	}
	return out
}

func celTruthNames(t *triage.Table) (out []cel.EnvOption) {
	for _, s := range steps(t) {
		out = append(out, cel.Variable(truthName(s), cel.BoolType))
	}
	return out
}

func celValueNames(t *triage.Table) (out []cel.EnvOption) {
	for scale := range t.Scales() {
		out = append(out, cel.Variable(valueName(scale), cel.IntType))
	}
	return out
}

func celValueList(*triage.Table) []cel.EnvOption {
	return []cel.EnvOption{cel.Variable("V", cel.ListType(cel.IntType))}
}
