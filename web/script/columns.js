import { Dropdown } from './dropdown.js';
import { keep, recall } from './memory.js';
import { facts, text } from './texts.js';
import { html } from './ui.js';

const BY_KEY = new Map(facts.columns.map(column => [column.key, column]));
const STANDARD = facts.columns.filter(column => column.shown).map(column => column.key);
// The history has a set of its own.
const MEMORY = facts.columns.some(column => column.past) ? 'history_columns' : 'columns';
// Before a column that is not shown.
const HIDDEN = '-';

// Not for reading: a key for programs, the contacts one by one (details have them), and a flag that dialogs use.
const CHOICE = facts.columns.map(column => column.key).filter(key => !['id', 'roster', 'administrator'].includes(key));

// In pixels. Names and other text share what the rest leaves, and need no less than TEXT_WIDTH.
const WIDTHS = { state: 110, priority: 54, conn: 140, since: 56, idle_since: 56, stanzas_in: 44, stanzas_out: 44 };
const WIDTHS_OF_PAST = { ended_at: 132, since: 132, lasted: 68 };
const SIGN_WIDTH = 84;
const TEXT_WIDTH = 92;
const SELECT_WIDTH = 24;
const MENU_WIDTH = 28;

// They show how long ago a moment was: the greatest is the earliest.
const DURATIONS = ['since', 'idle_since'];

/**
 * The columns that this administrator chose, in that order; the standard ones if there is no choice. What has become
 * standard since then is shown, before the next of the standard ones.
 */
export function remembered() {
    const memory = recall(MEMORY);
    const shown = Array.isArray(memory) ? [...new Set(memory.filter(key => CHOICE.includes(key)))] : [];
    if (shown.length === 0) {
        return STANDARD;
    }
    for (const [at, key] of [...STANDARD.entries()].reverse()) {
        if (!memory.includes(key) && !memory.includes(HIDDEN + key)) {
            const next = STANDARD.slice(at + 1).find(other => shown.includes(other));
            shown.splice(next === undefined ? shown.length : shown.indexOf(next), 0, key);
        }
    }
    return shown;
}

/** Columns by their names, as an address has them; null if it names none that there are. */
export function columnsOf(names) {
    const columns = [...new Set(names.split(','))].filter(key => CHOICE.includes(key));
    return columns.length === 0 ? null : columns;
}

/** The columns' names for an address; empty for the standard ones. */
export function namesOf(columns) {
    const names = columns.join(',');
    return names === STANDARD.join(',') ? '' : names;
}

// Those that are hidden too: what is in neither list is news.
function remember(columns) {
    keep(MEMORY, [...columns, ...CHOICE.filter(key => !columns.includes(key)).map(key => HIDDEN + key)]);
}

/** Which columns the table has, and in which order. */
export function ColumnChooser({ columns, onChange }) {
    const choose = chosen => {
        remember(chosen);
        onChange(chosen);
    };
    const move = (key, by) => {
        const at = columns.indexOf(key);
        const moved = [...columns];
        moved.splice(at, 1);
        moved.splice(at + by, 0, key);
        choose(moved);
    };
    const toggle = key => choose(columns.includes(key) ? columns.filter(other => other !== key) : [...columns, key]);
    const ordered = [...columns, ...CHOICE.filter(key => !columns.includes(key))];
    return html`
        <${Dropdown} id="ss-columns" label=${text('columns.choose')}>
        <ul>
        ${ordered.map(key => {
            const at = columns.indexOf(key);
            const name = titleOf(key);
            return html`
                <li key=${key} data-column=${key}>
                <label title=${descriptionOf(key)}><input type="checkbox" checked=${at >= 0}
                    disabled=${at >= 0 && columns.length === 1} onChange=${() => toggle(key)}/>${' '}${name}</label>
                ${at >= 0 && html`
                    <span class="ss-move">
                    <button type="button" disabled=${at === 0} aria-label=${text('columns.earlier', name)}
                        onClick=${() => move(key, -1)}>\u25b2</button>
                    <button type="button" disabled=${at === columns.length - 1}
                        aria-label=${text('columns.later', name)} onClick=${() => move(key, 1)}>\u25bc</button>
                    </span>`}
                </li>`;
        })}
        </ul>
        <button type="button" class="ss-standard" onClick=${() => choose(STANDARD)}>${text('columns.standard')}</button>
        <//>`;
}

/**
 * How wide each column is, whatever stands in it: what comes and goes must not move the others.
 *
 * @param hasTools whether rows have a box to select them and a menu
 */
export function Widths({ columns, hasTools }) {
    return html`
        <colgroup>
        ${hasTools && html`<col style=${{ width: `${SELECT_WIDTH}px` }}/>`}
        ${columns.map(key => html`<col key=${key} style=${{ width: widthOf(key) === null ? 'auto'
            : `${widthOf(key)}px` }}/>`)}
        ${hasTools && html`<col style=${{ width: `${MENU_WIDTH}px` }}/>`}
        </colgroup>`;
}

/** What a table with these columns needs at least, in pixels. */
export function leastWidth(columns, hasTools) {
    return columns.reduce((sum, key) => sum + (widthOf(key) ?? TEXT_WIDTH), hasTools ? SELECT_WIDTH + MENU_WIDTH : 0);
}

// Null for one that takes what is there.
function widthOf(key) {
    const { truth, number, past } = BY_KEY.get(key);
    return (past ? WIDTHS_OF_PAST : WIDTHS)[key] ?? (truth || number ? SIGN_WIDTH : null);
}

/** The heading of a column, which orders the table: up, down, and back to the oldest first. */
export function Heading({ column, order, onOrder }) {
    const { key, number, sortable, past } = BY_KEY.get(column);
    const isDuration = !past && DURATIONS.includes(key);
    const [up, down] = isDuration ? [`-${key}`, key] : [key, `-${key}`];
    const direction = order === up ? 'ascending' : order === down ? 'descending' : 'none';
    const next = { none: up, ascending: down, descending: '' }[direction];
    const name = titleOf(key);
    return html`
        <th scope="col" data-column=${key} class=${number || isDuration ? 'ss-number' : ''} title=${descriptionOf(key)}
            aria-sort=${sortable ? direction : undefined}>
        ${sortable ? html`<button type="button" class="ss-sort" onClick=${() => onOrder(next)}>${name}</button>` : name}
        </th>`;
}

function titleOf(key) {
    return BY_KEY.get(key).past ? text(`past.${key}`) : text(`column.${key}`);
}

// With the name that JSON, filters and the reference have for it.
function descriptionOf(key) {
    return `${key}: ${BY_KEY.get(key).past ? text(`past.${key}.description`) : text(`column.${key}.description`)}`;
}

/** Whether the table can be put in this order. */
export function isOrder(order) {
    return BY_KEY.get(order.replace(/^-/, ''))?.sortable === true;
}
