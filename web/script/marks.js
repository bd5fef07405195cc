import { serverNow } from './api.js';

// So long a row is marked that has changed.
const MARK_MS = 2000;
// These tell nothing of the session's state, and change all the time.
const UNMARKED = ['idle_since', 'stanzas_in', 'stanzas_out', 'roster_size', 'unacknowledged', 'resumable_until'];

// Two clocks may differ by so much.
const CLOCKS_MS = 1500;

/** Which rows have just changed. */
export class Marks {
    constructor() {
        // What was shown last, by id, of which view, and when, by the server's clock; whether it was all that matched.
        this.known = new Map();
        this.view = '';
        this.shownAt = 0;
        this.wasAll = false;
    }

    /**
     * The class of each session, by its id, that is new or different in a view that is as it was. Two classes take
     * turns, so that each change shows anew.
     */
    of({ sessions, total }, view) {
        const isSameView = view === this.view;
        const now = Date.now();
        const stayed = sessions.map(session => this.known.has(session.id));
        const [first, last] = [stayed.indexOf(true), stayed.lastIndexOf(true)];
        const known = new Map();
        const marks = new Map();
        sessions.forEach((session, index) => {
            const essence = JSON.stringify({ ...session, ...Object.fromEntries(UNMARKED.map(key => [key, undefined])) });
            const before = this.known.get(session.id);
            let { at, turn } = before ?? { at: 0, turn: 0 };
            if (isSameView && (before === undefined ? this.isNew(session, first < index && index < last)
                : before.essence !== essence)) {
                at = now;
                turn = 1 - turn;
            }
            known.set(session.id, { essence, at, turn });
            if (now - at < MARK_MS) {
                marks.set(session.id, `ss-changed-${turn}`);
            }
        });
        Object.assign(this, { view, known, shownAt: serverNow(), wasAll: sessions.length === total });
        return marks;
    }

    // At either end of the page may stand what was on another one, and is as it was.
    isNew(session, isBetween) {
        return this.wasAll || isBetween || Date.parse(session.since) > this.shownAt - CLOCKS_MS;
    }
}
