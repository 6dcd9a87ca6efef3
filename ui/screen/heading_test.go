package screen

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"legtriage/ui/words"
)

func TestHeadingLeavesOutPartsBeforeWords(t *testing.T) {
	h := heading{name: "legtriage", stages: words.English().Stages[:], at: 2, over: []bool{true, true, false, false, false}, done: 5, left: 5, togo: "about 5 to go"}
	bar := func(cells int) string { return ansi.Strip(look{}.bar(1, 2, cells)) }
	for width, want := range map[int]string{
		114: "legtriage  ✓ Danger signs › ✓ You › The leg › Your health › Advice  " + bar(26) + "  about 5 to go",
		92:  "legtriage  ✓ Danger signs › ✓ You › The leg › Your health › Advice  " + bar(9) + "  about 5 to go",
		76:  "legtriage  The leg  " + bar(26) + "  about 5 to go",
		44:  "legtriage  The leg  " + bar(9) + "  about 5 to go",
		40:  "The leg  " + bar(16) + "  about 5 to go",
		30:  "The leg  about 5 to go",
		20:  "about 5 to go",
		9:   "about 5 …",
	} {
		if got := ansi.Strip(h.line(&look{}, width)); got != want {
			t.Errorf("in %d cells:\n%s, want\n%s", width, got, want)
		}
	}
	h.alarm = "EMERGENCY: get help now."
	h.short = h.alarm
	for width, want := range map[int]string{
		76: " ▲ EMERGENCY: get help now.   about 5 to go",
		40: " ▲ EMERGENCY: get help now. ",
		20: " ▲ EMERGENCY: get h…",
	} {
		if got := ansi.Strip(h.line(&look{}, width)); got != want {
			t.Errorf("an emergency in %d cells: %q, want %q", width, got, want)
		}
	}
	h.alarm, h.short = words.English().ForAmbulance, words.English().Reminder
	for width, want := range map[int]string{
		76: " ▲ EMERGENCY: get help now. You may need an ambulance.   about 5 to go",
		60: " ▲ EMERGENCY: get help now. You may need an ambulance. ",
		40: " ▲ EMERGENCY: get help now. ",
	} {
		if got := ansi.Strip(h.line(&look{}, width)); got != want {
			t.Errorf("before an ambulance, in %d cells: %q, want %q", width, got, want)
		}
	}
	for width := 1; width < 200; width++ {
		for _, alarm := range []string{"", "EMERGENCY: get help now."} {
			h.alarm = alarm
			if got := h.line(&look{}, width); ansi.StringWidth(got) > width {
				t.Fatalf("%q has more than %d cells", got, width)
			}
		}
	}
}

// TestAnEmergencyIsToldInSmallWindows draws a page after an emergency, also where there is
// no room for the heading.
func TestAnEmergencyIsToldInSmallWindows(t *testing.T) {
	for _, height := range []int{6, 9, 10, 24} {
		p := newPage("Which?", []row{{Choice: words.Choice{ID: "a", Head: "One"}, bare: true}}, false, nil, words.English(), &look{})
		p.footer = listed("")
		p.heading = &heading{name: "legtriage", stages: []string{"You"}, over: []bool{false}, alarm: "EMERGENCY: get help now.", short: "EMERGENCY: get help now."}
		p.resize(40, height)
		if content, _, _ := p.view(); strings.Count(content, "EMERGENCY") != 1 {
			t.Errorf("at %d lines:\n%s", height, ansi.Strip(content))
		}
	}
}
