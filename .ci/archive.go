//go:build ignore

// Command archive packs each folder it is given: DIR becomes DIR.zip if it
// holds a program for Windows, else DIR.tar.gz. The same files always give the
// same bytes: names are sorted, files have no owner, and all have the same time.
//
//	go run .ci/archive.go SECONDS DIR...
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "archive: "+err.Error())
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: archive SECONDS DIR...")
	}
	seconds, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil {
		return err
	}
	at := time.Unix(seconds, 0).UTC()
	for _, dir := range args[1:] {
		files, err := read(dir)
		if err != nil {
			return err
		}
		name, pack := dir+".tar.gz", packTar
		if _, err := os.Stat(filepath.Join(dir, "legtriage.exe")); err == nil {
			name, pack = dir+".zip", packZip
		}
		var out bytes.Buffer
		if err := pack(&out, files, at); err != nil {
			return err
		}
		if err := os.WriteFile(name, out.Bytes(), 0o666); err != nil {
			return err
		}
	}
	return nil
}

type file struct {
	name string // with the folder's own name in front
	mode fs.FileMode
	data []byte
}

// read returns the files of a folder in the order of their names.
func read(dir string) ([]file, error) {
	var files []file
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		mode := fs.FileMode(0o644)
		if base := strings.TrimSuffix(name, ".exe"); base == "legtriage" {
			mode = 0o755
		}
		files = append(files, file{path.Join(filepath.Base(dir), name), mode, data})
		return err
	})
	return files, err
}

func packTar(out io.Writer, files []file, at time.Time) error {
	zipped, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	w := tar.NewWriter(zipped)
	for _, f := range files {
		header := &tar.Header{Name: f.name, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: at, Format: tar.FormatUSTAR}
		if err := w.WriteHeader(header); err != nil {
			return err
		}
		if _, err := w.Write(f.data); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return zipped.Close()
}

func packZip(out io.Writer, files []file, at time.Time) error {
	w := zip.NewWriter(out)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestCompression)
	})
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		header.SetMode(f.mode)
		entry, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.data); err != nil {
			return err
		}
	}
	return w.Close()
}
