package main

import (
	"io/fs"
	"os"
	"path/filepath"
)

// save writes a file that only its owner can read. A file that is there already
// is left alone unless it may be replaced; then it is replaced as a whole, so
// that no moment leaves half a file.
func save(name string, data []byte, replace bool) (err error) {
	if !replace {
		if _, err := os.Lstat(name); err == nil {
			return fs.ErrExist
		}
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".legtriage-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	if !replace {
		// Linking fails when the name was taken meanwhile.
		if err = os.Link(f.Name(), name); err == nil {
			return os.Remove(f.Name())
		}
		if os.IsExist(err) {
			return err
		}
		// Some file systems have no links.
	}
	return os.Rename(f.Name(), name)
}
