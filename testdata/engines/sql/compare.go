package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"legtriage/triage"
)

// eachRow calls yield with each row of a CSV file. The row is valid until yield
// returns.
func eachRow(name string, header bool, yield func(row []string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(bufio.NewReaderSize(f, 1<<20))
	r.ReuseRecord = true
	for n := 0; ; n++ {
		row, err := r.Read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("%s: %w", name, err)
		case n == 0 && header:
			continue
		}
		if err := yield(row); err != nil {
			return fmt.Errorf("%s, row %d: %w", name, n+1, err)
		}
	}
}

// expected is what assess says about a set of answers: the cells of its row in the
// view, or that it cannot be used.
type expected struct {
	cells string
	bad   bool
}

// unusable is the result in a view for a row that cannot be used.
var unusable = strings.Repeat("|", 5)

// wanted reads what assess wrote. The ids are the numbers of the rows.
func wanted(name string) (want []expected, err error) {
	err = eachRow(name, true, func(row []string) error {
		if len(row) != 8 || row[0] != strconv.Itoa(len(want)) {
			return fmt.Errorf("is not the row %d of assess", len(want))
		}
		if row[7] != "" {
			want = append(want, expected{unusable, true})
			return nil
		}
		count := 0
		if row[6] != "" {
			count = 1 + strings.Count(row[6], ",")
		}
		want = append(want, expected{strings.Join(row[1:6], "|") + "|" + strconv.Itoa(count), false})
		return nil
	})
	return want, err
}

// rowOf returns the number of the set of answers that a row is about.
func rowOf(row []string, cells int, seen []bool) (int, error) {
	if len(row) != cells {
		return 0, fmt.Errorf("has %d cells, not %d", len(row), cells)
	}
	i, err := strconv.Atoi(row[0])
	if err != nil || i < 0 || i >= len(seen) {
		return 0, fmt.Errorf("there is no row %q", row[0])
	}
	if seen[i] {
		return 0, fmt.Errorf("%s comes twice", row[0])
	}
	seen[i] = true
	return i, nil
}

// errDifferent says that an engine decided differently from assess.
var errDifferent = errors.New("differences")

// compare compares what the views say with what assess says, row by row. It also
// demands that every rule has decided somewhere: otherwise there are too few sets to
// notice a fault in one.
func compare(out io.Writer, t *triage.Table, wantName, resultsName, errorsName string) error {
	want, err := wanted(wantName)
	if err != nil {
		return err
	}
	differences := 0
	differ := func(i int, format string, args ...any) {
		if differences++; differences <= 3 {
			fmt.Fprintf(out, "row %d: %s\n", i, fmt.Sprintf(format, args...))
		}
	}
	seen := make([]bool, len(want))
	decided := map[string]bool{}
	open, rows := 0, 0
	err = eachRow(resultsName, false, func(row []string) error {
		i, err := rowOf(row, 7, seen)
		if err != nil {
			return err
		}
		rows++
		if got := strings.Join(row[1:], "|"); got != want[i].cells {
			differ(i, "%s, and by assess %s", got, want[i].cells)
		}
		if !want[i].bad && row[1] == "" {
			open++
		}
		for _, id := range strings.Split(row[5], ",") {
			if !decided[id] {
				decided[strings.Clone(id)] = true
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if rows != len(want) {
		return fmt.Errorf("%s: has %d rows, not %d", resultsName, rows, len(want))
	}
	bad := 0
	listed := make([]bool, len(want))
	err = eachRow(errorsName, false, func(row []string) error {
		i, err := rowOf(row, 2, listed)
		if err == nil && row[1] == "" {
			differ(i, "is listed, and not what is wrong with it")
		}
		return err
	})
	if err != nil {
		return err
	}
	for i := range want {
		if want[i].bad {
			bad++
		}
		if want[i].bad != listed[i] {
			differ(i, "cannot be used: %v, and by assess %v", listed[i], want[i].bad)
		}
	}
	if differences > 0 {
		return fmt.Errorf("%d %w in %d rows", differences, errDifferent, rows)
	}
	for _, r := range t.ByUrgency() {
		if !decided[r.ID] {
			return fmt.Errorf("the rule %s decided nowhere", r.ID)
		}
	}
	_, err = fmt.Fprintf(out, "%d rows the same: %d are not settled, %d cannot be used and are listed; each of %d rules decides somewhere\n", rows, open, bad, len(t.ByUrgency()))
	return err
}

// inserts writes each of the first n sets of a file of answers as a statement.
func inserts(out io.Writer, n int, name string) error {
	w := bufio.NewWriter(out)
	enough := io.EOF
	rows := 0
	err := eachRow(name, true, func(row []string) error {
		if rows++; rows > n {
			return enough
		}
		w.WriteString("INSERT INTO legtriage_answers VALUES (")
		for i, cell := range row {
			if i > 0 {
				w.WriteString(", ")
			}
			if cell == "" {
				w.WriteString("NULL")
			} else {
				w.WriteString("'" + strings.ReplaceAll(cell, "'", "''") + "'")
			}
		}
		w.WriteString(");\n")
		return nil
	})
	if err != nil && rows <= n {
		return err
	}
	return w.Flush()
}

// kept compares which of the first n rows a table with checks accepted with those that
// assess can use.
func kept(out io.Writer, n int, wantName, idsName string) error {
	want, err := wanted(wantName)
	if err != nil {
		return err
	}
	n = min(n, len(want))
	taken := make([]bool, n)
	if err := eachRow(idsName, false, func(row []string) error {
		_, err := rowOf(row, 1, taken)
		return err
	}); err != nil {
		return err
	}
	refused := 0
	for i := range taken {
		if taken[i] == want[i].bad {
			return fmt.Errorf("%w: row %d was taken: %v, and cannot be used: %v", errDifferent, i, taken[i], want[i].bad)
		}
		if !taken[i] {
			refused++
		}
	}
	if refused == 0 {
		return fmt.Errorf("no row of %d was bad", n)
	}
	_, err = fmt.Fprintf(out, "the checks refused %d of %d rows, and assess the same\n", refused, n)
	return err
}
