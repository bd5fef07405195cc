import { facts, text } from './texts.js';
import { html } from './ui.js';

const BY_KEY = new Map(facts.columns.map(column => [column.key, column]));
const STANDARD = facts.columns.filter(column => column.shown).map(column => column.key);
// What a browser keeps is kept for each administrator that uses it.
const MEMORY = `sessionstate.columns.${facts.administrator}`;

// Not for reading: a key for programs, the contacts one by one (details have them), and a flag that dialogs use.
const CHOICE = facts.columns.map(column => column.key).filter(key => !['id', 'roster', 'administrator'].includes(key));

/** The columns that this administrator chose, in that order; the standard ones if there is no choice. */
export function remembered() {
    try {
        const keys = JSON.parse(localStorage.getItem(MEMORY));
        const known = Array.isArray(keys) ? keys.filter(key => CHOICE.includes(key)) : [];
        return known.length === 0 ? STANDARD : [...new Set(known)];
    } catch {
        // Not to be read, or not ours: as if there were none.
        return STANDARD;
    }
}

function remember(columns) {
    try {
        localStorage.setItem(MEMORY, JSON.stringify(columns));
    } catch {
        // A browser that keeps nothing: it holds as long as the page does.
    }
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
        <details class="ss-columns"><summary>${text('columns.choose')}</summary>
        <ul>
        ${ordered.map(key => {
            const at = columns.indexOf(key);
            const name = text(`column.${key}`);
            return html`
                <li key=${key} data-column=${key}>
                <label title=${text(`column.${key}.description`)}><input type="checkbox" checked=${at >= 0}
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
        <button type="button" onClick=${() => choose(STANDARD)}>${text('columns.standard')}</button>
        </details>`;
}

/** The heading of a column, which orders the table: up, down, and back to the oldest first. */
export function Heading({ column, order, onOrder }) {
    const { key, narrow, number, sortable } = BY_KEY.get(column);
    const name = text(`column.${key}`);
    const description = text(`column.${key}.description`);
    const label = narrow ? html`<span aria-hidden="true">${text(`column.${key}.short`)}</span>
        <span class="ss-unseen">${name}</span>` : name;
    const direction = order === key ? 'ascending' : order === `-${key}` ? 'descending' : 'none';
    const next = { none: key, ascending: `-${key}`, descending: '' }[direction];
    return html`
        <th scope="col" data-column=${key} class=${number ? 'ss-number' : ''}
            title=${narrow ? `${name}: ${description}` : description} aria-sort=${sortable ? direction : undefined}>
        ${sortable ? html`<button type="button" class="ss-sort" onClick=${() => onOrder(next)}>${label}</button>` : label}
        </th>`;
}

/** Whether the table can be put in this order. */
export function isOrder(order) {
    return BY_KEY.get(order.replace(/^-/, ''))?.sortable === true;
}
