// Command decode only decodes the lines of a file, with the same libraries as legtriage
// for JSON and, if the file ends in .csv, for CSV. It shows the least that reading many
// sets of answers can cost.
package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	n := 0
	if filepath.Ext(os.Args[1]) == ".csv" {
		rows := csv.NewReader(file)
		rows.ReuseRecord = true
		for ; ; n++ {
			if _, err := rows.Read(); err == io.EOF {
				break
			} else if err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
		fmt.Println(n)
		return
	}
	for lines := bufio.NewScanner(file); lines.Scan(); n++ {
		var object map[string]any
		if err := json.Unmarshal(lines.Bytes(), &object); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	fmt.Println(n)
}
