// Command shrink rewrites a picture with its 16 most frequent colours:
//
//	go run shrink.go FROM.png TO.png
package main

import (
	"image"
	"image/color"
	"image/png"
	"log"
	"os"
	"slices"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: shrink FROM.png TO.png")
	}
	in, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	from, err := png.Decode(in)
	if err != nil {
		log.Fatal(err)
	}
	// Four bits each of red, green and blue are enough for text; the 16 most frequent
	// colours make the palette.
	count := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA {
		r, g, b, _ := from.At(x, y).RGBA()
		near := func(c uint32) uint8 { return uint8(c>>12) * 17 }
		return color.RGBA{near(r), near(g), near(b), 255}
	}
	bounds := from.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			count[at(x, y)]++
		}
	}
	var colours []color.RGBA
	for c := range count {
		colours = append(colours, c)
	}
	slices.SortFunc(colours, func(a, b color.RGBA) int {
		if d := count[b] - count[a]; d != 0 {
			return d
		}
		return (int(a.R)<<16 | int(a.G)<<8 | int(a.B)) - (int(b.R)<<16 | int(b.G)<<8 | int(b.B))
	})
	var palette color.Palette
	for _, c := range colours[:min(16, len(colours))] {
		palette = append(palette, c)
	}
	to := image.NewPaletted(bounds, palette)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			to.Set(x, y, at(x, y))
		}
	}
	out, err := os.Create(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(out, to); err != nil {
		log.Fatal(err)
	}
	if err := out.Close(); err != nil {
		log.Fatal(err)
	}
}
