package rules

import "testing"

// BenchmarkLoad reads the embedded table, which every start of the program does.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(Files()); err != nil {
			b.Fatal(err)
		}
	}
}
