package screen

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// sift passes input through a sieve, cut into pieces that come without a pause.
func sift(pieces ...string) string {
	var s sieve
	var out strings.Builder
	for _, p := range pieces {
		out.Write(s.sift([]byte(p), 0))
	}
	return out.String()
}

func TestSieve(t *testing.T) {
	long := strings.Repeat("7", 1000)
	for _, test := range []struct{ in, want string }{
		// What passes unchanged.
		{"", ""},
		{"1 jk?\r\t\x7f\x00\x1a", "1 jk?\r\t\x7f\x00\x1a"},
		{"é漢🦵e\u0301", "é漢🦵e\u0301"},
		{"\x1b[A\x1b[B\x1b[1;5C\x1b[6~\x1b[3;2~\x1b[Z\x1bOA\x1bOP", "\x1b[A\x1b[B\x1b[1;5C\x1b[6~\x1b[3;2~\x1b[Z\x1bOA\x1bOP"},
		{"\x1b[97u\x1b[97:65:97;2:1;65u\x1b[27;5;9~", "\x1b[97u\x1b[97:65:97;2:1;65u\x1b[27;5;9~"},
		{"\x1b", "\x1b"},
		{"\x1b\x1b", "\x1b\x1b"},
		{"\x1b\x1b[A", "\x1b\x1b[A"},
		{"\x1bx\x1b\r", "\x1bx\x1b\r"},
		{"\x1b]11;rgb:ffff/0000/1234\x1b\\", "\x1b]11;rgb:ffff/0000/1234\x1b\\"},
		{"\x1b]11;rgb:ff/00/12\a", "\x1b]11;rgb:ff/00/12\a"},
		{"\x1b[200~a\r\tb\x1b[201~c", "\x1b[200~a\r\tb\x1b[201~c"},
		// Too many numbers or too long ones, in every sequence with numbers.
		{"\x1b[" + strings.Repeat("1;", 33) + "mx", "x"},
		{"\x1b[" + strings.Repeat("1;", 6) + "Ax", "x"},
		{"\x1b[" + strings.Repeat(";", 1000) + "~x", "x"},
		{"\x1b[" + strings.Repeat("1:", 1000) + "ux", "x"},
		{"\x1b[" + long + "ux", "x"},
		{"\x1b[12345678ux", "x"},
		{"\x1b[1" + strings.Repeat("$", 1000) + "Ax", "x"},
		{"\x1bO" + long + "Ax", "x"},
		{"\x1bP" + strings.Repeat("1;", 33) + "qabc\x1b\\x", "x"},
		// Reports that nobody asked for.
		{"\x1b[8;50000;50000tx", "x"},
		{"\x1b[48;50000;50000;1;1tx", "x"},
		{"\x1b[4;1;1t\x1b[6;1;1tx", "x"},
		{"\x1b[<0;3;7M\x1b[<0;3;7mx", "x"},
		{"\x1b[M !!x", "x"},
		{"\x1b[M1\r\rx", "\r\rx"}, // no report contains these
		{"\x9bM!!!x", "M!!!x"},
		{"\x90q1\x9cx\x9d11;#fff\x9cx", "q1x11;#fffx"},
		{"\x1b[65;0;97;1;0;65535_x", "x"},
		{"\x1b[?2026;2$y\x1b[?1u\x1b[?64;1;2c\x1b[>1;2;3c\x1b[1;1R\x1b[?1;1R\x1b[?997;1n\x1b[>4;2m\x1b[I\x1b[Ox", "x"},
		{"\x1bP1+r524742\x1b\\\x1bP>|xterm(1)\x1b\\\x1bP!|00\x1b\\x", "x"},
		{"\x1b]52;c;aGVsbG8=\a\x1b]10;#fff\ax", "x"},
		{"\x1b]11;" + long + "\ax", "x"},
		{"\x1b]011;#fff\ax", "x"},
		{"\x1b_Gi=1;OK\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\x", "x"},
		// Bytes that are not text.
		{"\xff\xc0\x80\xed\xa0\x80\xc2\x9b1A\xc3", "1A"},
		{"\xc3x\xe6\xbcx", "xx"},
		{"\x1b\xf2\xcc]11;\x03", "\x1b\x03"}, // the escape was let through before a character that turned out to be invalid
		// What is cut short is dropped, and what cuts it short gets through.
		{"\x1b[1;\r", "\r"},
		{"\x1b[1;\x1b[A", "\x1b[A"},
		{"\x1b[1é", "é"},
		{"\x1b]11;rgb:\r", "\r"},
		{"\x1b]11;rgb:\x1b[A", "\x1b[A"},
		{"\x1bPabc\x1bOA", "\x1bOA"},
		{"\x1bO\x7f", "\x7f"},
		// ctrl+c gets through in the middle of anything.
		{"\x1b[1;\x03", "\x03"},
		{"\x1b]11;\x03", "\x03"},
		{"\x1bP\x03", "\x03"},
		{"\x1b]\x1b\x03", "\x03"},
		{"\x1b[M\x03", "\x03"},
		{"\xe6\xbc\x03", "\x03"},
		{"\x1b[99;5u\x1b[27;5;99~\x1b[99:67;5:1u", "\x03\x03\x03"},
		// Pastes.
		{"\x1b[200~never\x03q", "\x1b[200~never\x1b[201~\x03q"},
		{"\x1b[200~never\x1b[99;5uq", "\x1b[200~never\x1b[201~\x03q"},
		{"\x1b[200~never\x1b[\x03q", "\x1b[200~never\x1b[201~\x03q"},
		{"\x1b[00200;1~never\x03q", "\x1b[200~never\x1b[201~\x03q"},
		{"\x1b[200:9~a\x1b[0201;3~q", "\x1b[200~a\x1b[201~q"},
		{"\x1b[200~a\x1b[200~b\x1b[201~\x1b[201~q", "\x1b[200~ab\x1b[201~q"},
		{"\x1b[200~a\x1b\x1b[A\x1b]11;#fff\a\x1bOAx\x00\x1a\x08y\x1b[201~q", "\x1b[200~axy\x1b[201~q"},
		{"\x1b[201~q", "q"},
		{"\x1b[200~" + strings.Repeat("a", mostPasted) + "\x1b[201~q", "\x1b[200~" + strings.Repeat("a", mostPasted) + "\x1b[201~q"},
		{"\x1b[200~" + strings.Repeat("a", mostPasted+1) + "1\r1\r\x1b[201~q", "\x1b[200~" + strings.Repeat("a", mostPasted) + "\x1b[201~q"},
		{"\x1b[200~" + strings.Repeat("a", mostPasted+1) + "1\r1\r\x03q", "\x1b[200~" + strings.Repeat("a", mostPasted) + "\x1b[201~\x03q"},
	} {
		if got := sift(test.in); got != test.want {
			t.Errorf("%.80q passes as %.80q, want %.80q", test.in, got, test.want)
			continue
		}
		if len(test.in) > 3000 {
			continue
		}
		if got := sift(strings.Split(test.in, "")...); strings.ToValidUTF8(test.in, "") == test.in && undoneEscapes(got) != undoneEscapes(test.want) {
			t.Errorf("%.80q passes as %.80q rune by rune, want %.80q", test.in, got, test.want)
		}
		for cut := 1; cut < len(test.in); cut++ {
			got, want := sift(test.in[:cut], test.in[cut:]), test.want
			if test.in[cut-1] == escape { // it may be a key of its own, and was let through as one
				got, want = undoneEscapes(got), undoneEscapes(want)
			}
			if got != want {
				t.Errorf("%.80q, cut at %d, passes as %.80q, want %.80q", test.in, cut, got, want)
			}
		}
	}
}

// undoneEscapes returns s without escapes.
func undoneEscapes(s string) string { return strings.ReplaceAll(s, "\x1b", "") }

// TestSieveHoldsNothingBack types what is a key of its own unless more follows at once.
func TestSieveHoldsNothingBack(t *testing.T) {
	for _, test := range []struct {
		name     string
		pieces   []string
		silences []time.Duration // before each
		want     string
	}{
		{"escape", []string{"\x1b"}, []time.Duration{0}, "\x1b"},
		{"alt and a bracket, then a key", []string{"\x1b[", "A"}, []time.Duration{0, time.Second}, "A"},
		{"a string that never ends, then a key", []string{"\x1b]11;rgb", "q"}, []time.Duration{0, time.Second}, "q"},
		{"a slow sequence", []string{"\x1b[", "A"}, []time.Duration{0, slowPause}, "\x1b[A"},
		{"a paste after a pause goes on", []string{pasteStart + "a", "1\r" + pasteEnd}, []time.Duration{0, time.Hour}, pasteStart + "a1\r" + pasteEnd},
		{"a paste that was cut goes on", []string{pasteStart + strings.Repeat("a", mostPasted+1), "1\r"}, []time.Duration{0, longPause}, pasteStart + strings.Repeat("a", mostPasted) + pasteEnd},
		{"a paste that was cut is over", []string{pasteStart + strings.Repeat("a", mostPasted+1), "q"}, []time.Duration{0, longPause + 1}, pasteStart + strings.Repeat("a", mostPasted) + pasteEnd + "q"},
		{"an escape was let through", []string{"\x1b", "[", "200~", "a\x03"}, []time.Duration{0, time.Second, 0, 0}, "\x1b" + pasteStart + "a" + pasteEnd + "\x03"},
		{"an escape was let through, then something that is none", []string{"\x1b", "[8;9;9t", "[200~a\x03"}, []time.Duration{0, 0, time.Second}, "\x1b" + pasteStart + "a" + pasteEnd + "\x03"},
		{"an escape, then a key", []string{"\x1b", "x"}, []time.Duration{0, pause + 1}, "\x1bx"},
	} {
		var s sieve
		var got string
		for i, p := range test.pieces {
			got += string(s.sift([]byte(p), test.silences[i]))
		}
		if got != test.want {
			t.Errorf("%s: %.80q, want %.80q", test.name, got, test.want)
		}
	}
}

// TestSlowSequencesAreNoDigits sends sequences over a slow line, split in two places: none
// of their digits and letters gets through as a key. A sequence that is split after its
// escape still passes whole, after an escape that was taken for a key of its own.
func TestSlowSequencesAreNoDigits(t *testing.T) {
	for _, in := range []string{
		"\x1b[15~", "\x1b[1;5A", "\x1b[97;1u", "\x1b[" + strings.Repeat("9", 5000) + "u", "\x1b[8;24;80t", "\x1b[<0;3;7M", "\x1b[M121", "\x1bO1A",
		"\x1b]11;rgb:11/22/33\x1b\\", "\x1b]52;c;1234\a", "\x1bP1+r11\x1b\\", "\x1b_G1=1\x1b\\",
	} {
		whole := sift(in)
		for first := 1; first < min(len(in), 60); first++ {
			for second := first; second < min(len(in), 60); second++ {
				var s sieve
				got := string(s.sift([]byte(in[:first]), 0))
				got += string(s.sift([]byte(in[first:second]), slowPause))
				got += string(s.sift([]byte(in[second:]), slowPause))
				want := whole
				if first == 1 {
					want = "\x1b" + whole
				}
				if got != want && in[max(first, 2)-1] != escape && in[max(second, 2)-1] != escape {
					t.Fatalf("%.40q, cut at %d and %d, passes as %.40q, want %.40q", in, first, second, got, want)
				}
			}
		}
	}
}

// FuzzSieve sifts any bytes, and then ctrl+c, split anywhere and with any silence between
// the pieces, and gives what passes to the library's decoder. It never panics, decodes
// ctrl+c last and as a key, and decodes nothing but keys, pastes and colours, not more of
// them than there are bytes.
func FuzzSieve(f *testing.F) {
	for _, seed := range []string{
		"\x1b[A\x1bOA\x1b[97;5u", "\x1b[" + strings.Repeat("1;", 40) + "m", "\x9bM!!!", "\x1b\x1b[200~a\x1b[201~", "\x1b[00200;1~q", "\x1b]11;rgb:ff/ff/ff\x1b\\",
		"\x1b[8;9;9t\x1b[65;0;97;1;0;65535_", "\x1b\xf2\xcc]u", "\x1bP1+r\x1b\\\x1b_G\x1b\\", "\xe6\xbc\xa2e\xcc\x81", "\x1b[7$\x1b[27;5;99~",
	} {
		f.Add([]byte(seed), uint64(len(seed)))
	}
	f.Fuzz(func(t *testing.T, data []byte, seed uint64) {
		random := rand.New(rand.NewPCG(seed, 1))
		var s sieve
		var out []byte
		for in := append(data, ctrlC...); len(in) > 0; {
			n := min(1+random.IntN(1+random.IntN(50)), len(in))
			silence := []time.Duration{0, pause, pause + 1, slowPause + 1, longPause + 1}[random.IntN(5)]
			out = append(out, s.sift(in[:n], silence)...)
			in = in[n:]
			if len(s.begun) > mostBegun+2 {
				t.Fatalf("it holds %q", s.begun)
			}
		}
		if s.pasting != pasteNone || len(out) > len(data)+len(pasteEnd)+1 {
			t.Fatalf("%d bytes came out of %d, pasting: %d", len(out), len(data), s.pasting)
		}
		heard := make(chan uv.Event, len(out)+1) // full, it blocks for ever
		if err := uv.NewTerminalReader(bytes.NewReader(out), "xterm-256color").StreamEvents(context.Background(), heard); err != nil {
			t.Fatal(err)
		}
		close(heard)
		var last uv.Event
		for last = range heard {
			switch last.(type) {
			case uv.KeyPressEvent, uv.KeyReleaseEvent, uv.PasteEvent, uv.PasteStartEvent, uv.PasteEndEvent, uv.BackgroundColorEvent, uv.UnknownCsiEvent:
			default:
				t.Fatalf("%#v is decoded from %q", last, out)
			}
		}
		if k, ok := last.(uv.KeyPressEvent); !ok {
			t.Fatalf("%#v is the last of %q", last, out)
		} else if meaning(tea.KeyPressMsg(k)).act != actLeave {
			t.Fatalf("%v is the last of %q", k, out)
		}
	})
}
