import { serverNow } from './api.js';
import { text } from './texts.js';
import { Component, html } from './ui.js';

const LANGUAGE = document.getElementById('sessionstate').lang;
const TIME = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'medium' });
const DATE = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'short', timeStyle: 'medium' });
const EXACT = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'long' });

const SECOND_MS = 1000;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

/** A moment as a person reads it, in the zone of who reads it: without the day if that is today. */
export function time(iso) {
    const date = new Date(iso);
    return (date.toDateString() === new Date().toDateString() ? TIME : DATE).format(date);
}

/** A moment to the second, with its day and zone. */
export function exactTime(iso) {
    return EXACT.format(new Date(iso));
}

/** A moment, with the exact one to be had by pointing at it. */
export function Time({ iso }) {
    return html`<time datetime=${iso} title=${exactTime(iso)}>${time(iso)}</time>`;
}

/** Now, as the page shows times. */
export function clock() {
    return TIME.format(new Date());
}

/** So many seconds in one unit or two, as exact as somebody wants to know who looks at a table; or the greatest alone. */
export function duration(seconds, isRough) {
    const parts = seconds < MINUTE_S ? [['s', seconds, 1]]
        : seconds < 10 * MINUTE_S ? [['m', seconds, MINUTE_S], ['s', seconds % MINUTE_S, 1]]
            : seconds < HOUR_S ? [['m', seconds, MINUTE_S]]
                : seconds < DAY_S ? [['h', seconds, HOUR_S], ['m', seconds % HOUR_S, MINUTE_S]]
                    : [['d', seconds, DAY_S], ['h', seconds % DAY_S, HOUR_S]];
    return parts.map(([unit, count, size]) => [unit, Math.floor(count / size)])
        // What counts by the second must not jump sideways: the others need no zero.
        .filter(([unit, count], at) => at === 0 || !isRough && (count > 0 || unit === 's'))
        .map(([unit, count]) => text(`duration.${unit}`, count.toLocaleString(LANGUAGE))).join(' ');
}

const counting = new Set();
// When the table was last known to be as it is; null while it is.
let heldAt = null;

function now() {
    return heldAt ?? serverNow();
}

setInterval(() => counting.forEach(one => one.tick()), SECOND_MS);

/** Has all durations stand still, or go on: what is old must not look fresh. */
export function hold(isHeld) {
    heldAt = isHeld ? now() : null;
    // The last look at the clock may be most of a second ago.
    counting.forEach(one => one.tick());
}

/** How long ago something was, or was at least; counts by itself. */
export class Elapsed extends Component {
    componentDidMount() {
        counting.add(this);
    }

    componentWillUnmount() {
        counting.delete(this);
    }

    words() {
        const { since, isLeast } = this.props;
        const passed = duration(Math.max(0, Math.floor((now() - Date.parse(since)) / SECOND_MS)), isLeast);
        return isLeast ? `\u2265 ${passed}` : passed;
    }

    // Most stay as they are for minutes.
    tick() {
        if (this.words() !== this.shown) {
            this.forceUpdate();
        }
    }

    render({ since }) {
        this.shown = this.words();
        return html`<time datetime=${since} title=${exactTime(since)}>${this.shown}</time>`;
    }
}
