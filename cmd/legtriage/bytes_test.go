//go:build unix

package main

import (
	"slices"
	"strings"
	"testing"
)

// TestHostileBytesDoNothing sends what no terminal has a reason to send, and then a key
// that does something: only the key may have an effect.
func TestHostileBytesDoNothing(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("1;", 40)
	for name, keys := range map[string]string{
		"many parameters":            "\x1b[" + many + "m",
		"many parameters of a key":   "\x1b[" + many + "A",
		"many parameters, DCS":       "\x1bP" + many + "q\x1b\\",
		"a huge number":              "\x1b[" + strings.Repeat("9", 5000) + "u",
		"mouse in eight bits":        "\x9bM\xff\xff\xff",
		"an old mouse report":        "\x1b[M121",
		"sizes":                      "\x1b[8;50000;50000t\x1b[48;50000;50000;9;9t\x1b[4;9;9t\x1b[6;9;9t",
		"one key 65,535 times":       "\x1b[49;0;49;1;0;65535_",
		"a clipboard":                "\x1b]52;c;MQ==\a",
		"what the terminal can":      "\x1bP1+r524742\x1b\\\x1b[?64;1;2c\x1b[?1u\x1b[>4;2m",
		"a paste of keys":            "\x1b[0200;1~1\r2\r\x1b[201~",
		"a paste of more than 64 kB": "\x1b[200~" + strings.Repeat("1\r", 40_000) + "\x1b[201~",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, "G-S14")
			before := p.now()
			p.keys(keys)
			p.wantUnanswered("life")
			if after := p.now(); !slices.Equal(after.lines, before.lines) {
				t.Errorf("the screen was\n%s\nand is\n%s", before, after)
			}
		})
	}
}

// TestCtrlCCountsAfterAnything begins sequences that never end, and then leaves.
func TestCtrlCCountsAfterAnything(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string]string{
		"paste":          "\x1b[200~1\r",
		"endless paste":  "\x1b[200~" + strings.Repeat("1\r", 40_000),
		"string":         "\x1b]11;rgb:",
		"another string": "\x1bP+q" + strings.Repeat("7", 5000),
		"sequence":       "\x1b[1;",
		"character":      "\xe6\xbc",
		"mouse":          "\x1b[M!",
		"escape":         esc,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := begin(t, window{}, "G-S14")
			p.answer()
			p.sees(secondPage(t))
			p.keys(keys + ctrlC)
			p.sees("Leave now?")
			p.keys(ctrlC)
			code, left := p.leaves()
			if code != exitInterrupted {
				t.Errorf("exit code %d, left:\n%s", code, left)
			}
			p.wantRestored(left)
		})
	}
}
