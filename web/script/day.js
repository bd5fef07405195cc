import { serverNow } from './api.js';
import { Axis, Grid, placeOf, ticksOf } from './axis.js';
import { wordOf } from './causes.js';
import { KINDS, kindOf, Legend, wordOfKind } from './kinds.js';
import { Measured } from './measured.js';
import { text } from './texts.js';
import { html } from './ui.js';

const LANGUAGE = document.getElementById('sessionstate').lang;
const DATE = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'full' });
const TIME = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'short' });

const HEIGHT_PX = 84;
// For the numbers at the lines.
const NUMBERS_PX = 34;
// Tops of a drawing are one of these, times a power of ten.
const TOPS = [1, 2, 4, 6, 10];

/**
 * A day's picture, in the zone of who reads it: logins and failed logins, sessions at once, and ends by the kind of
 * their cause, for each quarter of an hour. One that no server has counted is a gap.
 *
 * @param answer what was counted, as the server tells it
 * @param day    on which day, such as 2026-11-02
 */
export function Day({ answer, day }) {
    const span = dayOf(day);
    const slots = slotsOf(answer, span);
    return html`
        <section class="ss-day"><h2 aria-live="polite">${DATE.format(span.from)}</h2>
        ${slots.length === 0 ? html`<p id="ss-day-none" class="ss-notice">${text('day.none')}</p>`
            : html`<${Totals} slots=${slots}/><${Pictures} day=${span} slots=${slots}/><${Table} slots=${slots}/>`}
        </section>`;
}

/** From when until when a day is for who reads this, as the server takes moments. */
export function boundsOf(day) {
    const { from, to } = dayOf(day);
    return { after: new Date(from).toISOString(), until: new Date(to).toISOString() };
}

/** The day of an address, such as 2026-11-02; today if it names none. */
export function dayNamed(name) {
    return nameOf(new Date(/^\d{4}-\d\d-\d\d$/.test(name ?? '') && !Number.isNaN(Date.parse(name))
        ? `${name}T00:00` : serverNow()));
}

// When it begins for the reader, and when the one after it does.
function dayOf(name) {
    const from = new Date(`${name}T00:00`);
    return { from: from.getTime(), to: daysAfter(from, 1).getTime() };
}

function daysAfter(date, days) {
    const other = new Date(date);
    other.setDate(other.getDate() + days);
    return other;
}

function nameOf(date) {
    return [String(date.getFullYear()).padStart(4, '0'), ...[date.getMonth() + 1, date.getDate()].map(number =>
        String(number).padStart(2, '0'))].join('-');
}

/** The quarters of an hour that were counted on a day, with their beginning and end. */
function slotsOf({ counts, slot_seconds: seconds }, { from, to }) {
    return counts.map(count => ({ ...count, from: Date.parse(count.at), to: Date.parse(count.at) + seconds * 1000 }))
        .filter(slot => slot.to > from && slot.from < to);
}

/** Which day is looked at. */
export function DayChooser({ day, onDay }) {
    const today = nameOf(new Date(serverNow()));
    const step = by => onDay(nameOf(daysAfter(`${day}T00:00`, by)));
    return html`
        <p class="ss-day-chooser">
        <button type="button" id="ss-day-before" aria-label=${text('day.before')} title=${text('day.before')}
            onClick=${() => step(-1)}>\u25c0</button>
        <label>${text('day.day')}${' '}<input type="date" id="ss-day" value=${day} max=${today} required
            onChange=${event => event.target.validity.valid && onDay(event.target.value)}/></label>
        <button type="button" id="ss-day-after" aria-label=${text('day.after')} title=${text('day.after')}
            disabled=${day >= today} onClick=${() => step(1)}>\u25b6</button>
        </p>`;
}

function sumOf(numbers) {
    return numbers.reduce((sum, number) => sum + number, 0);
}

function timeOf(moment) {
    return TIME.format(moment);
}

/** How many ended by each cause, the most first. */
function causesOf(slots) {
    const counts = {};
    for (const [cause, count] of slots.flatMap(({ ends }) => Object.entries(ends))) {
        counts[cause] = (counts[cause] ?? 0) + count;
    }
    return Object.entries(counts).filter(([, count]) => count > 0).sort(([, one], [, other]) => other - one);
}

function endsOf({ ends }, kind) {
    return sumOf(Object.entries(ends).filter(([cause]) => kindOf(cause) === kind).map(([, count]) => count));
}

function wordsOf(causes) {
    return causes.map(([cause, count]) => `${wordOf({ cause })} ${count.toLocaleString()}`).join(', ');
}

function Totals({ slots }) {
    const fullest = slots.reduce((best, slot) => (slot.most_sessions > best.most_sessions ? slot : best));
    const causes = causesOf(slots);
    const facts = {
        logins: [sumOf(slots.map(slot => slot.logins)), ''],
        failed: [sumOf(slots.map(slot => slot.failed_logins)), ''],
        most: [fullest.most_sessions, text('day.most_at', timeOf(fullest.from))],
        ends: [sumOf(causes.map(([, count]) => count)), wordsOf(causes)],
    };
    return html`
        <dl class="ss-day-totals">${Object.entries(facts).map(([fact, [number, more]]) => html`
            <div key=${fact} data-fact=${fact}><dt>${text(`day.${fact}`)}</dt>
            <dd><b>${number.toLocaleString()}</b>${' '}${more}</dd></div>`)}
        </dl>`;
}

/** One below the other, each of its own height and with the same hours. */
function Pictures({ day, slots }) {
    const kinds = KINDS.filter(kind => slots.some(slot => endsOf(slot, kind) > 0));
    const gaps = gapsOf(slots, day);
    return html`
        <${Measured} className="ss-day-pictures">${width => html`
            <${Picture} name="logins" day=${day} gaps=${gaps} width=${width} stacks=${stacksOf(slots,
                [['logins', slot => slot.logins], ['failed', slot => slot.failed_logins]])}>
            <${Legend} entries=${['logins', 'failed'].map(kind => [kind, text(`day.${kind}`)])}/><//>
            <${Picture} name="sessions" day=${day} gaps=${gaps} width=${width} line=${slots}>
            <${Legend} entries=${[['sessions', text('day.most')],
                ...gaps.length > 0 ? [['gap', text('day.gap')]] : []]}/><//>
            <${Picture} name="ends" day=${day} gaps=${gaps} width=${width} stacks=${stacksOf(slots,
                kinds.map(kind => [kind, slot => endsOf(slot, kind)]))}>
            <p>${text('day.ends')}</p>
            <${Legend} entries=${kinds.map(kind => [kind, wordOfKind(kind)])}/><//>`}
        <//>`;
}

/** Where nothing was counted, up to now. */
function gapsOf(slots, { from, to }) {
    const ends = [from, ...slots.map(slot => slot.to)];
    const begins = [...slots.map(slot => slot.from), Math.min(to, serverNow())];
    // The quarter that goes on may not have been told of yet.
    const least = slots[0].to - slots[0].from;
    return ends.map((end, index) => [end, begins[index]]).filter(([end, begin], index) =>
        begin - end > (index === slots.length ? least : 0));
}

/** Bars that stand on each other: of each kind those of all slots, as high as they and the ones below are together. */
function stacksOf(slots, kinds) {
    const below = slots.map(() => 0);
    return kinds.map(([kind, countOf]) => ({ kind, bars: slots.map((slot, index) => {
        const bottom = below[index];
        below[index] += countOf(slot);
        return { slot, bottom, top: below[index] };
    }) }));
}

function topOf(most) {
    const power = 10 ** Math.floor(Math.log10(Math.max(1, most)));
    return Math.max(2, power * TOPS.find(top => top * power >= most));
}

function Picture({ name, day, gaps, width, stacks = [], line = [], children }) {
    const span = { ...day, width: width - NUMBERS_PX };
    const top = topOf(Math.max(0, ...stacks.at(-1)?.bars.map(bar => bar.top) ?? [],
        ...line.map(slot => slot.most_sessions)));
    const scale = { x: moment => placeOf(moment, span), y: count => HEIGHT_PX * (1 - count / top) };
    const ticks = ticksOf(span);
    return html`
        <figure class="ss-day-picture" data-picture=${name} aria-hidden="true"
            style=${{ '--ss-lane-name': `${NUMBERS_PX}px` }}>
        <figcaption>${children}</figcaption>
        <div class="ss-day-room">
        <div class="ss-numbers" style=${{ height: `${HEIGHT_PX}px` }}>${[top, top / 2, 0].map(count => html`
            <span key=${count} style=${{ top: `${scale.y(count)}px` }}>${count.toLocaleString()}</span>`)}
        </div>
        <${Grid} ticks=${ticks}/>
        <svg width=${span.width} height=${HEIGHT_PX}>
        <${Patterns} name=${name} kinds=${stacks.map(({ kind }) => kind)}/>
        <path class="ss-level" d=${[top, top / 2].map(count => `M0 ${scale.y(count)}H${span.width}`).join('')}/>
        <path class="ss-gap" d=${gaps.map(([from, to]) => boxPath(scale.x(from), 0, scale.x(to), HEIGHT_PX)).join('')}/>
        ${stacks.map(({ kind, bars }) => html`
            <path key=${kind} class="ss-stack" data-end=${kind} fill=${`url(#${patternOf(name, kind)})`}
                d=${bars.map(bar => barPath(bar, scale)).join('')}/>`)}
        ${line.length > 0 && html`<path class="ss-most" d=${linePath(line, scale)}/>`}
        <path class="ss-level" d=${`M0 ${HEIGHT_PX - 0.5}H${span.width}`}/>
        ${[...stacks.at(0)?.bars.map(({ slot }) => slot) ?? [], ...line].map(slot => html`
            <path key=${slot.from} class="ss-slot" d=${boxPath(scale.x(slot.from), 0, scale.x(slot.to), HEIGHT_PX)}>
            <title>${sayingOf(slot)}</title></path>`)}
        </svg>
        <${Axis} ticks=${ticks}/>
        </div></figure>`;
}

function boxPath(left, top, right, bottom) {
    return `M${left} ${top}H${right}V${bottom}H${left}Z`;
}

// With a little air between two of them; whatever was counted is seen.
function barPath({ slot, bottom, top }, { x, y }) {
    const [left, right] = [x(slot.from), x(slot.to)];
    return top === bottom ? ''
        : boxPath(left, Math.min(y(top), y(bottom) - 1), right - (right - left > 3 ? 1 : 0.5), y(bottom));
}

/** Up and down at the quarters, and not across what is missing. */
function linePath(slots, { x, y }) {
    return slots.map((slot, index) => {
        const follows = index > 0 && slots[index - 1].to === slot.from;
        return `${follows ? 'V' : `M${x(slot.from)} `}${y(slot.most_sessions)}H${x(slot.to)}`;
    }).join('');
}

function patternOf(name, kind) {
    return `ss-pattern-${name}-${kind}`;
}

/** What bars of these kinds are filled with: as in the legend, which has it from the style sheet. */
function Patterns({ name, kinds }) {
    return html`
        <defs>${kinds.map(kind => html`
            <pattern key=${kind} id=${patternOf(name, kind)} data-end=${kind} patternUnits="userSpaceOnUse" width="6"
                height="6">
            <path class="ss-ground" d="M0 0H6V6H0Z"/><path class="ss-strokes" d=${STROKES[kind] ?? ''}/>
            </pattern>`)}
        </defs>`;
}

const RISING = 'M-1 1L1 -1M0 6L6 0M5 7L7 5';
const FALLING = 'M-1 5L1 7M0 0L6 6M5 -1L7 1';
const STROKES = { lost: RISING, failed: RISING, decided: 'M0 1.5H6M0 4.5H6', error: RISING + FALLING,
    server: 'M1 1h1v1h-1zM4 4h1v1h-1z' };

function sayingOf(slot) {
    return [`${timeOf(slot.from)} \u2013 ${timeOf(slot.to)}`,
        ...['logins', 'failed', 'most'].map(fact => `${text(`day.${fact}`)}: ${countOf(slot, fact).toLocaleString()}`),
        `${text('day.ends')}: ${wordsOf(causesOf([slot])) || 0}`].join('\n');
}

function countOf(slot, fact) {
    return { logins: slot.logins, failed: slot.failed_logins, most: slot.most_sessions }[fact];
}

/** The same numbers for reading, or hearing. */
function Table({ slots }) {
    const columns = ['logins', 'failed', 'most'];
    return html`
        <details class="ss-report" id="ss-day-table"><summary><h2>${text('day.table')}</h2></summary>
        <div class="ss-scroll" tabindex="0" role="region" aria-label=${text('day.table')}>
        <table class="ss-facts"><thead><tr><th scope="col">${text('day.from')}</th>
        ${columns.map(column => html`<th scope="col" key=${column}>${text(`day.${column}`)}</th>`)}
        <th scope="col">${text('day.ends')}</th></tr></thead><tbody>
        ${slots.map(slot => html`
            <tr key=${slot.from} data-at=${slot.at}><th scope="row">${timeOf(slot.from)}</th>
            ${columns.map(column => html`<td key=${column}>${countOf(slot, column).toLocaleString()}</td>`)}
            <td>${wordsOf(causesOf([slot]))}</td></tr>`)}
        </tbody></table></div></details>`;
}
