package main

import (
	"fmt"
	"os"
	"syscall"

	"legtriage/triage"
)

// faultVariable is the environment variable that gives the program under test a fault.
// Its value is one of
//
//	die before STEP, N    the process ends at a step of the Nth saving
//	die after STEP, N
//	fail at STEP, N       as on a full disk
//	panic at STEP, N
//	rules lost            the table has no rules, so that code that looks for one panics
//
// The steps are those of savingSteps.
const faultVariable = "LEGTRIAGE_TEST_FAULT"

var savingSteps = []string{"write", "sync", "rename", "sync folder"}

// withFault returns the part of an environment that asks for a fault.
func withFault(format string, args ...any) []string {
	return []string{faultVariable + "=" + fmt.Sprintf(format, args...)}
}

// plantFault gives this process the fault that its environment asks for.
func plantFault() {
	planted := os.Getenv(faultVariable)
	if planted == "rules lost" {
		whole := legToAsk
		legToAsk = func() (*triage.Table, error) {
			table, err := whole()
			if err == nil {
				table.Rules = nil
			}
			return table, err
		}
	}
	saving := 0
	// at does one step of saving, or what the fault does instead.
	at := func(step string, do func() error) error {
		if step == savingSteps[0] {
			saving++
		}
		die := func() error {
			if self, err := os.FindProcess(os.Getpid()); err == nil {
				self.Kill()
			}
			select {}
		}
		switch here := fmt.Sprintf("%s, %d", step, saving); planted {
		case "die before " + here:
			return die()
		case "die after " + here:
			do()
			return die()
		case "fail at " + here:
			return syscall.ENOSPC
		case "panic at " + here:
			panic("wrote\x1b[2J wrong")
		}
		return do()
	}
	real := steps
	steps.write = func(f *os.File, data []byte) (n int, err error) {
		err = at("write", func() (err error) {
			n, err = real.write(f, data)
			return err
		})
		return n, err
	}
	steps.sync = func(f *os.File) error { return at("sync", func() error { return real.sync(f) }) }
	steps.rename = func(from, to string) error { return at("rename", func() error { return real.rename(from, to) }) }
	steps.syncFolder = func(f *os.File) error { return at("sync folder", func() error { return real.syncFolder(f) }) }
}
