package triage

// Place is where a person is sent, or whom to call first. A higher one can do
// more.
type Place uint8

// The places, from the calmest on.
const (
	AtHome     Place = iota
	Doctor           // a doctor, or whoever a rule names in place of one
	Maternity        // the maternity unit or the midwife
	Department       // an emergency department
	Ambulance        // which comes to the person
)

var placeNames = [...]string{"home", "doctor", "maternity", "department", "ambulance"}

// Places returns the places, from AtHome to Ambulance.
func Places() []Place { return []Place{AtHome, Doctor, Maternity, Department, Ambulance} }

// String returns the name that tables use: home, doctor, maternity, department
// or ambulance.
func (p Place) String() string {
	if int(p) < len(placeNames) {
		return placeNames[p]
	}
	return "place(?)"
}

// place returns where a result of this urgency sends people by itself.
func (u Urgency) place() Place {
	switch {
	case u == Call:
		return Ambulance
	case u == Go:
		return Department
	case u > Home:
		return Doctor
	}
	return AtHome
}

// Place returns where the rule sends a person. A contact takes the place of a
// doctor. In an emergency it is named as well, and the place stays the emergency
// department: it can help with everything, so that no further sign, and no
// question that is still open, could make a lower place of it.
func (r *Rule) Place() Place {
	if r.Urgency < Go {
		return r.named()
	}
	return r.Urgency.place()
}

// named returns the place that the rule names in particular: its contact, where
// it can have one.
func (r *Rule) named() Place {
	if r.Contact == ContactMaternity && r.Urgency > Home && r.Urgency < Call {
		return Maternity
	}
	return r.Urgency.place()
}

// Said is what a person is told to do before all else: the headline, the time
// and the number to call follow from it. Every screen, page and line draws the
// same one.
//
// Said values are ordered in both of their parts, and a worse answer never
// lowers either. That is so because both are the highest of what some rules
// ask for, and a worse answer can only add rules. [Table.Check] looks at it
// all the same.
type Said struct {
	Urgency Urgency // how soon
	Place   Place   // where to go, or whom to call first
	// Also is the highest place below Place that a rule names that has fired at
	// this urgency. It equals Place when there is none.
	Also Place
}

// Lower reports whether s tells a person less than o does: it is less urgent,
// or sends to a lower place.
func (s Said) Lower(o Said) bool { return s.Urgency < o.Urgency || s.Place < o.Place }

// Names reports whether p is one of the places that s names.
func (s Said) Names(p Place) bool { return p == s.Place || p == s.Also }

// Said returns what the person is told, or false when the category is not
// settled and nothing can be told.
//
// Missing answers may leave a range of urgencies inside the category. For
// self-care and a doctor the worst that is still possible is said. An emergency
// is told as it stands, since saying "ambulance" to everybody who was only asked
// half of the questions would wear the word out: then [Assessment.Instead] has
// to be told with it. The place is the highest that is still possible at the
// urgency that is said.
func (as *Assessment) Said() (s Said, settled bool) {
	return as.Answers.said(as.AtLeast, as.AtMost), as.Settled()
}

// Instead returns the rules that may still make it an ambulance, when that is
// not what is said.
func (as *Assessment) Instead() []*Rule {
	if as.AtLeast != Go {
		return nil
	}
	return as.Open // all of them are above
}

// said is what [Assessment.Said] returns, for answers with this range. It does
// not allocate.
func (a Answers) said(atLeast, atMost Urgency) Said {
	s := Said{Urgency: atMost}
	if atLeast.Category() == Emergency {
		s.Urgency = atLeast
	}
	for _, i := range a.table.byUrgent {
		if r := &a.table.Rules[i]; r.Urgency <= s.Urgency && r.Place() > s.Place && r.when.holds(a.high) {
			s.Place = r.Place()
		}
	}
	s.Also = s.Place
	also := AtHome
	for _, i := range a.table.byUrgent {
		r := &a.table.Rules[i]
		if place := r.named(); r.Urgency == s.Urgency && place < s.Place && place > also && r.when.holds(a.low) {
			also, s.Also = place, place
		}
	}
	return s
}
