package rules

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"legtriage/rules/export"
	"legtriage/triage"
)

// responseOf returns a response with these items. SKIN, ILL and PROBLEM in them stand
// for the code systems.
func responseOf(table *triage.Table, items string) string {
	text := `{"resourceType": "QuestionnaireResponse", "status": "completed", "item": [` + items + `]}`
	for _, id := range []string{"skin", "ill", "problem"} {
		text = strings.ReplaceAll(text, strings.ToUpper(id), export.System(table.Question(id)))
	}
	return text
}

// answered returns an item that is answered with these codes.
func answered(link string, codes ...string) string {
	var answers []string
	for _, c := range codes {
		answers = append(answers, fmt.Sprintf(`{"valueCoding": {"code": %q}}`, c))
	}
	return fmt.Sprintf(`{"linkId": %q, "answer": [%s]}`, link, strings.Join(answers, ", "))
}

func TestResponses(t *testing.T) {
	table := mustLoad(t, completeTable)
	for _, test := range []struct{ name, items, want string }{
		{"what is absent is missing", answered("ill", "yes"), "problem ? ?, skin ? ? ?, ill yes"},
		{"nothing at all", ``, "problem ? ?, skin ? ? ?, ill ?"},
		{"none", answered("skin", "none"), "problem ? ?, skin no no no, ill ?"},
		{"a tick wins beside none", answered("skin", "none", "dry"), "problem ? ?, skin no no yes, ill ?"},
		{"unsure wins beside none", answered("skin", "none", "unsure"), "problem ? ?, skin unsure unsure unsure, ill ?"},
		{"one by one", answered("skin", "unsure") + "," + answered("skin.warm", "no") + "," + answered("skin.sore", "yes"), "problem ? ?, skin no yes unsure, ill ?"},
		{"ticked and one by one: the worse", answered("skin", "warm", "unsure") + "," + answered("skin.warm", "no"), "problem ? ?, skin yes unsure unsure, ill ?"},
		{"no in the list, yes by itself: the worse", answered("skin", "none") + "," + answered("skin.warm", "yes") + "," + answered("skin.dry", "unsure"), "problem ? ?, skin yes no unsure, ill ?"},
		{"by itself before the list", answered("skin.warm", "yes") + "," + answered("skin", "none"), "problem ? ?, skin yes no no, ill ?"},
		{"single ticks leave the others missing", answered("skin.warm", "no"), "problem ? ?, skin no ? ?, ill ?"},
		{"within groups of any name, and below answers", `{"linkId": "page 1", "text": "x", "item": [{"linkId": "more", "item": [` + answered("ill", "no") + `]}, {"linkId": "skin", "answer": [{"valueCoding": {"code": "dry"}, "item": [` + answered("problem", "itch") + `]}]}]}`,
			"problem no yes, skin no no yes, ill no"},
		{"displays are no answers", `{"linkId": "skin/why", "text": "Because."}, {"linkId": "skni"}`, "problem ? ?, skin ? ? ?, ill ?"},
		{"with its code system", `{"linkId": "ill", "answer": [{"valueCoding": {"system": "ILL", "code": "yes", "display": "\ud83d\ude00\u202e ` + strings.Repeat("long ", 1000) + `"}}]}`, "problem ? ?, skin ? ? ?, ill yes"},
		{"escapes and other members", `{"\u006cinkId": "\u0069ll", "extension": [{"url": "a\/b", "valueDecimal": 1.50}], "answer": [{"valueCoding": {"code": "y\u0065s"}, "extension": [null]}]}`, "problem ? ?, skin ? ? ?, ill yes"},
	} {
		a, err := Answers(table, "a.json", []byte(responseOf(table, test.items)))
		if err != nil {
			t.Errorf("%s: refused: %v", test.name, err)
			continue
		}
		if got := said(a); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		line, err := AnswersLine(table, "a.json", 3, []byte(responseOf(table, test.items)))
		if err != nil || !line.Equal(a) {
			t.Errorf("%s: as a line %s (%v)", test.name, said(line), err)
		}
	}
}

// The status is not trusted: what is missing stays missing whatever it says.
func TestStatusOfAResponse(t *testing.T) {
	table := mustLoad(t, completeTable)
	for _, status := range []string{"completed", "in-progress", "amended", "stopped", "whatever"} {
		text := strings.Replace(responseOf(table, answered("ill", "yes")), "completed", status, 1)
		if a, err := Answers(table, "a.json", []byte(text)); err != nil || said(a) != "problem ? ?, skin ? ? ?, ill yes" {
			t.Errorf("%s: %s (%v)", status, said(a), err)
		}
	}
}

func TestWrongResponses(t *testing.T) {
	table := mustLoad(t, completeTable)
	with := func(items string) string { return responseOf(table, items) }
	for _, test := range []struct{ text, want string }{
		{with(answered("ill", "yess")), `QuestionnaireResponse.item[0].answer[0].valueCoding.code: there is no option of ill "yess"; did you mean "yes"?`},
		{with(answered("ill", "none")), `there is no option of ill "none"; did you mean "no"?`},
		{with(answered("skni", "dry")), `QuestionnaireResponse.item[0].linkId: there is no question "skni"; did you mean "skin"?`},
		{with(answered("skin.wram", "yes")), `there is no question "skin.wram"; did you mean "skin.warm"?`},
		{with(answered("ill.yes", "yes")), `there is no question "ill.yes"`},
		{with(answered("skin.warm", "warm")), `there is no value of skin.warm "warm"; it can be no, unsure, yes`},
		{with(answered("ill", "yes", "no")), `QuestionnaireResponse.item[0].answer: ill takes one answer, not 2`},
		{with(answered("skin.warm", "yes", "no")), `skin.warm takes one answer, not 2`},
		{with(answered("ill", "yes") + "," + answered("ill", "no")), `QuestionnaireResponse.item[1].linkId: ill is answered twice`},
		{with(answered("skin", "dry") + "," + answered("skin", "none")), `skin is answered twice`},
		{with(answered("skin.dry", "no") + "," + answered("skin.dry", "no")), `skin.dry is answered twice`},
		{with(answered("problem", "none")), `problem: needs at least one of its options, not "none"`},
		{with(answered("problem.pain", "no") + "," + answered("problem.itch", "unsure")), `problem: needs at least one of its options`},
		{with(`{"linkId": "ill", "answer": []}`), `QuestionnaireResponse.item[0].answer: must be a non-empty list`},
		{with(`{"linkId": "ill", "answer": {"valueCoding": {"code": "yes"}}}`), `answer: must be a list, not an object`},
		{with(`{"linkId": "ill", "answer": [{"valueBoolean": true}]}`), `QuestionnaireResponse.item[0].answer[0]: needs a valueCoding: a question is answered with a code`},
		{with(`{"linkId": "ill", "answer": [{"valueCoding": {"display": "Yes"}}]}`), `QuestionnaireResponse.item[0].answer[0].valueCoding: needs code`},
		{with(`{"linkId": "ill", "answer": [{"valueCoding": {"code": true}}]}`), `valueCoding.code: must be text, not true`},
		{with(`{"linkId": "ill", "answer": [{"valueCoding": "yes"}]}`), `valueCoding: must be an object, not text`},
		{with(`{"linkId": "ill", "answer": [null]}`), `QuestionnaireResponse.item[0].answer[0]: must be an object, not null`},
		{with(`{"answer": []}`), `QuestionnaireResponse.item[0]: needs linkId`},
		{with(`{"linkId": 7}`), `QuestionnaireResponse.item[0].linkId: must be text, not 7`},
		{with(`{"linkId": "ill", "linkId": "skin"}`), `QuestionnaireResponse.item[0].linkId: is here twice`},
		{with(`[]`), `QuestionnaireResponse.item[0]: must be an object, not a list`},
		{with(`{"linkId": "g", "item": [{"linkId": "h", "item": [` + answered("ill", "maybe") + `]}]}`), `QuestionnaireResponse.item[0].item[0].item[0].answer[0].valueCoding.code: there is no option of ill "maybe"`},
		{with(`{"linkId": "ill", "answer": [{"valueCoding": {"system": "http://snomed.info/sct", "code": "yes"}}]}`), `valueCoding.system: "http://snomed.info/sct" is not the code system of this question`},
		{with(`{"linkId": "ill", "answer": [{"valueCoding": {"system": "SKIN", "code": "yes"}}]}`), `is not the code system of this question`},
		{with(`{"linkId": "ill", "answer": [{"valueCoding": {"system": "urn:legtriage:codes:ill:0123", "code": "yes"}}]}`), `QuestionnaireResponse.item[0].linkId: the question "ill" has changed since it was answered`},
		{with(`{"linkId": "old", "answer": [{"valueCoding": {"system": "urn:legtriage:codes:old:0123", "code": "yes"}}]}`), `the question "old" is no longer asked`},
		{with(`{"linkId": "ill", "modifierExtension": []}`), `QuestionnaireResponse.item[0].modifierExtension: may change what the answers mean, and is not understood`},
		{with(`{"linkId": "ill", "answer": [{"valueCoding": {"code": "no"}, "modifierExtension": []}]}`), `QuestionnaireResponse.item[0].answer[0].modifierExtension: may change`},
		{`{"resourceType": "QuestionnaireResponse", "implicitRules": "x"}`, `QuestionnaireResponse.implicitRules: may change`},
		{`{"resourceType": "QuestionnaireResponse", "status": "entered-in-error"}`, `QuestionnaireResponse.status: these answers were entered in error`},
		{`{"resourceType": "QuestionnaireResponse", "item": {}}`, `QuestionnaireResponse.item: must be a list, not an object`},
		{`{"resourceType": "Questionnaire"}`, `$.resourceType: must be QuestionnaireResponse, or a Bundle with one, not "Questionnaire"`},
		{`{"resourceType": ["QuestionnaireResponse"]}`, `$.resourceType: must be text, not a list`},
		{`{"resourceType": "Bundle"}`, `Bundle: must have one QuestionnaireResponse, and has 0; many are read as one resource a line`},
		{`{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "QuestionnaireResponse"}}, {"resource": {"resourceType": "QuestionnaireResponse"}}]}`, `and has 2`},
		{`{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Patient"}}, {"resource": {"resourceType": "QuestionnaireResponse", "item": [` + answered("ill", "maybe") + `]}}]}`, `Bundle.entry[1].resource.item[0].answer[0].valueCoding.code: there is no option of ill "maybe"`},
		{`{"resourceType": "QuestionnaireResponse"`, `cannot be read as JSON: unexpected end of JSON input`},
		{`{"resourceType": "QuestionnaireResponse"} x`, `cannot be read as JSON: invalid character 'x' after top-level value`},
		{`{"resourceType": "QuestionnaireResponse", "item": ` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, `nested more than 64 deep`},
		{"{\"resourceType\": \"QuestionnaireResponse\", \"id\": \"\xff\"}", `the file is not UTF-8 text`},
		{`{"resourceType": "QuestionnaireResponse", "id": "` + strings.Repeat("x", MaxFileBytes) + `"}`, `is larger than 1048576 bytes`},
	} {
		_, err := Answers(table, "a.json", []byte(test.text))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%.300s\nsays %v\nwant %s", test.text, err, test.want)
		}
		checkErrors(t, err)
	}
}

// Every error is reported with its line and column, up to a hundred.
func TestAllThatIsWrongWithAResponse(t *testing.T) {
	table := mustLoad(t, completeTable)
	text := "{\n  \"resourceType\": \"QuestionnaireResponse\",\n  \"item\": [\n    {\"linkId\": \"ill\", \"answer\": [{\"valueCoding\": {\"display\": \"ä\", \"code\": \"yess\"}}]},\n    {\"linkId\": \"skni\", \"answer\": [{\"valueCoding\": {\"code\": \"dry\"}}]}\n  ]\n}\n"
	_, err := Answers(table, "a.json", []byte(text))
	want := `a.json:4:75: QuestionnaireResponse.item[0].answer[0].valueCoding.code: there is no option of ill "yess"; did you mean "yes"?
a.json:5:16: QuestionnaireResponse.item[1].linkId: there is no question "skni"; did you mean "skin"?`
	if err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	_, err = Answers(table, "a.json", []byte(responseOf(table, strings.TrimSuffix(strings.Repeat(`{"linkId": "\u001b[2J", "answer": [{"valueCoding": {"code": "x"}}]},`, 5000), ","))))
	if errs := mustErrors(t, err); len(errs) != 101 {
		t.Errorf("%d errors are reported", len(errs))
	}
	checkErrors(t, err)
}

// Answers to an earlier wording of a question are left out when kept answers are read,
// and never mean no.
func TestResponseToAnEarlierTable(t *testing.T) {
	table := mustLoad(t, completeTable)
	items := `{"linkId": "ill", "answer": [{"valueCoding": {"system": "urn:legtriage:codes:ill:0123", "code": "no"}}]},
		{"linkId": "old.x", "answer": [{"valueCoding": {"system": "urn:legtriage:codes:old:0123", "code": "yes"}}]},
		{"linkId": "old.y", "answer": [{"valueCoding": {"system": "urn:legtriage:codes:old:0123", "code": "yes"}}]},
		{"linkId": "\u001b[2J", "answer": [{"valueCoding": {"system": "urn:legtriage:codes:\u001b[2J:0123", "code": "yes"}}]},
		{"linkId": "skin", "answer": [{"valueCoding": {"system": "SKIN", "code": "none"}}]}`
	k, err := Kept(table, "a.json", []byte(responseOf(table, items)))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := said(k.Answers), "problem ? ?, skin no no no, ill ?"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var out []string
	for _, o := range k.Outdated {
		out = append(out, fmt.Sprint(o.ID, o.Question != nil))
	}
	if got := strings.Join(out, " "); got != "illtrue oldfalse ?[2Jfalse" {
		t.Errorf("left out: %s", got)
	}
}

// A worse answer in a form never leads to calmer answers.
func TestMoreInAResponseIsNeverCalmer(t *testing.T) {
	table := mustLoad(t, completeTable)
	var parts []string
	for _, codes := range [][]string{{"none"}, {"dry"}, {"warm", "none"}, {"unsure"}, {"warm", "unsure"}} {
		parts = append(parts, answered("skin", codes...))
	}
	ticks := []string{"no", "unsure", "yes"}
	for _, list := range parts {
		for worse := 1; worse < 3; worse++ {
			calm, err := Answers(table, "a.json", []byte(responseOf(table, list+","+answered("skin.warm", ticks[worse-1]))))
			if err != nil {
				t.Fatal(err)
			}
			more, err := Answers(table, "a.json", []byte(responseOf(table, list+","+answered("skin.warm", ticks[worse]))))
			if err != nil {
				t.Fatal(err)
			}
			from, to := table.Question("skin").Scales()
			for s := from; s < to; s++ {
				was, _ := calm.Value(s)
				if is, _ := more.Value(s); is < was {
					t.Errorf("%s with %s: %s, and with %s: %s", list, ticks[worse-1], said(calm), ticks[worse], said(more))
				}
			}
		}
	}
}

var pathed = regexp.MustCompile(`^(\$|QuestionnaireResponse|Bundle)[\]\[.a-zA-Z0-9]*: .`)

func FuzzResponse(f *testing.F) {
	table := mustLoad(f, completeTable)
	for _, items := range []string{
		``, answered("ill", "yes"), answered("skin", "none", "dry"), answered("skin", "unsure") + "," + answered("skin.warm", "no"),
		`{"linkId": "a", "item": [` + answered("problem", "itch") + `]}`, `{"linkId": "ill", "answer": [{"valueCoding": {"system": "SKIN", "code": "yes"}}]}`,
		`{"linkId": "ill", "answer": [{"valueCoding": {"system": "urn:legtriage:codes:ill:0", "code": "\u0000"}}], "modifierExtension": 1}`,
		strings.Repeat(`{"linkId": "a", "item": [`, 40) + strings.Repeat(`]}`, 40),
	} {
		f.Add([]byte(responseOf(table, items)))
		f.Add([]byte(`{"resourceType": "Bundle", "entry": [{"resource": ` + responseOf(table, items) + `}]}`))
	}
	f.Add([]byte("\ufeff{\"resourceType\":\r\n\t\"\\ud800\", \"\": [1e999, -0, {}]}"))
	for _, text := range hostileTexts {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !isResource(data) {
			return
		}
		a, err := Answers(table, "a.json", data)
		checkErrors(t, err)
		for _, e := range mustErrors(t, err) {
			if !pathed.MatchString(e.Message) && !strings.Contains(e.Message, "JSON") && !strings.Contains(e.Message, "file") && !strings.Contains(e.Message, "nested") && !strings.Contains(e.Message, "more errors") {
				t.Errorf("no path in %q", e.Message)
			}
		}
		line, lineErr := AnswersLine(table, "a.json", 1, data)
		if (err == nil) != (lineErr == nil) || err == nil && !line.Equal(a) {
			t.Errorf("as a line %s (%v), otherwise %s (%v)", said(line), lineErr, said(a), err)
		}
		if err == nil { // what is read can be written and read again
			kept, err := Keep(a)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := Answers(table, "kept.json", kept); err != nil || !again.Equal(a) {
				t.Errorf("%s comes back as %s (%v)", said(a), said(again), err)
			}
		}
	})
}
