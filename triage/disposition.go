package triage

// Place is where a person is sent, or whom they call first. A higher place can do
// more for them.
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

// Place returns where the rule sends a person. Below an emergency, a contact takes the
// place of a doctor. In an emergency the contact is only named as well, and the place
// stays the emergency department: it can deal with everything, so no further answer can
// lead to a lower place.
func (r *Rule) Place() Place {
	if r.Urgency < Go {
		return r.named()
	}
	return r.Urgency.place()
}

// named returns the place of the rule's contact, or that of its urgency if the rule has
// no contact.
func (r *Rule) named() Place {
	if r.Contact == ContactMaternity && r.Urgency > Home && r.Urgency < Call {
		return Maternity
	}
	return r.Urgency.place()
}

// Disposition is what a person is told first: how soon to get care, and where. The
// headline, the time limit and the number to call all follow from it, on every screen
// and page.
//
// A worse answer never lowers the urgency or the place: each is the highest that
// the rules which hold ask for, and a worse answer can only add rules.
// [Table.Check] proves it all the same.
type Disposition struct {
	Urgency Urgency // how soon
	Place   Place   // where to go, or whom to call first
	// Also is the highest place below Place that a rule fired at this urgency
	// names. It equals Place when there is none.
	Also Place
}

// Lower reports whether s tells a person less than o does: it is less urgent or
// sends them to a lower place.
func (s Disposition) Lower(o Disposition) bool { return s.Urgency < o.Urgency || s.Place < o.Place }

// Names reports whether p is one of the places that s names.
func (s Disposition) Names(p Place) bool { return p == s.Place || p == s.Also }

// Disposition returns what the person is told, or false if the category is not settled,
// so that nothing can be told.
//
// Missing answers may leave a range of urgencies inside the category. Below an
// emergency, the most urgent one that is still possible is told. In an emergency it is
// the least urgent: if everybody halfway through the questions were told to call an
// ambulance, the words would lose their weight. What could still call for an ambulance
// has to be told as well; see [Assessment.Instead]. The place is the
// highest that is still possible at the urgency that is told.
func (as *Assessment) Disposition() (d Disposition, settled bool) {
	return as.Answers.disposition(as.AtLeast, as.AtMost), as.Settled()
}

// Instead returns the rules that may still call for an ambulance, if the person is
// told to go to an emergency department.
func (as *Assessment) Instead() []*Rule {
	if as.AtLeast != Go {
		return nil
	}
	return as.Open // all of them are more urgent than Go
}

// disposition is what [Assessment.Disposition] returns, for answers with this range. It does
// not allocate.
func (a Answers) disposition(atLeast, atMost Urgency) Disposition {
	s := Disposition{Urgency: atMost}
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
