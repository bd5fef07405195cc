// So long a row is marked that has changed.
const MARK_MS = 2000;
// These tell nothing of the session's state, and change all the time.
const UNMARKED = ['idle_since', 'stanzas_in', 'stanzas_out', 'roster_size'];

/** Which rows have just changed. */
export class Marks {
    constructor() {
        // What was shown last, by id, and of which view.
        this.known = new Map();
        this.view = '';
    }

    /**
     * The class of each session, by its id, that is new or different in a view that is as it was. Two classes take
     * turns, so that each change shows anew.
     */
    of(sessions, view) {
        const isSameView = view === this.view;
        const now = Date.now();
        const known = new Map();
        const marks = new Map();
        for (const session of sessions) {
            const essence = JSON.stringify({ ...session, ...Object.fromEntries(UNMARKED.map(key => [key, undefined])) });
            const before = this.known.get(session.id);
            let { at, turn } = before ?? { at: 0, turn: 0 };
            if (isSameView && before?.essence !== essence) {
                at = now;
                turn = 1 - turn;
            }
            known.set(session.id, { essence, at, turn });
            if (now - at < MARK_MS) {
                marks.set(session.id, `ss-changed-${turn}`);
            }
        }
        this.view = view;
        this.known = known;
        return marks;
    }
}
