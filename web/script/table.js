import { cell, fieldsFor, nameOf } from './cells.js';
import { text } from './texts.js';

/**
 * The table of sessions. A row belongs to an id and stays in the document as long as its session lives, so focus,
 * selection and scroll position survive a refresh; a cell is touched only when what it shows has changed.
 */
export class SessionTable {
    /**
     * @param body    the tbody
     * @param columns the keys of the columns, in the order of the headings
     * @param onClose called with a session when its close button is pressed
     */
    constructor(body, columns, onClose) {
        this.body = body;
        this.columns = columns;
        this.onClose = onClose;
        this.rows = new Map();
        // What scrolls, which the keyboard can reach as well.
        this.frame = body.closest('[tabindex]');
    }

    get fields() {
        return fieldsFor(this.columns);
    }

    /** Shows these sessions, in this order. */
    update(sessions) {
        const live = new Set(sessions.map(session => session.id));
        for (const [id, row] of this.rows) {
            if (!live.has(id)) {
                this.remove(id, row);
            }
        }
        let place = this.body.firstElementChild;
        for (const session of sessions) {
            const row = this.rows.get(session.id) ?? this.add(session.id);
            row.show(session);
            if (row.element === place) {
                place = place.nextElementSibling;
            } else {
                this.body.insertBefore(row.element, place);
            }
        }
    }

    add(id) {
        const row = new Row(id, this.columns, this.onClose);
        this.rows.set(id, row);
        return row;
    }

    // The focus must not fall out of the table together with its row.
    remove(id, row) {
        if (row.element.contains(document.activeElement)) {
            const neighbour = row.element.nextElementSibling ?? row.element.previousElementSibling;
            (neighbour?.querySelector('button') ?? this.frame).focus({ preventScroll: true });
        }
        row.element.remove();
        this.rows.delete(id);
    }

    /** Puts the focus on the close button of this session, or on the table if the session is gone. */
    focus(id) {
        (this.rows.get(id)?.button ?? this.frame).focus({ preventScroll: true });
    }
}

class Row {
    constructor(id, columns, onClose) {
        this.element = document.createElement('tr');
        this.element.dataset.id = id;
        this.cells = columns.map(column => {
            const element = document.createElement('td');
            element.dataset.column = column;
            this.element.append(element);
            return { column, element, shown: '' };
        });
        this.button = document.createElement('button');
        this.button.type = 'button';
        this.button.className = 'ss-close';
        this.button.textContent = text('close.button');
        this.button.addEventListener('click', () => onClose(this.session));
        const actions = document.createElement('td');
        actions.append(this.button);
        this.element.append(actions);
    }

    show(session) {
        this.session = session;
        // The day, since times of today are shown without it.
        const state = JSON.stringify([new Date().toDateString(), session]);
        if (state === this.state) {
            return;
        }
        let changed = false;
        for (const target of this.cells) {
            const content = cell(target.column, session);
            const shown = JSON.stringify(content);
            if (shown !== target.shown) {
                fill(target.element, content);
                target.shown = shown;
                changed = true;
            }
        }
        if (changed) {
            this.button.setAttribute('aria-label', text('close.button.label', nameOf(session)));
            this.element.classList.toggle('ss-detached', session.detached);
        }
        // Last: a row that could not be shown is tried again.
        this.state = state;
    }
}

function fill(element, content) {
    element.className = content.className ?? '';
    element.title = content.title ?? '';
    if (content.time !== undefined) {
        const time = document.createElement('time');
        time.dateTime = content.time;
        time.textContent = content.text;
        element.replaceChildren(time);
    } else if (content.label !== undefined) {
        // A sign for the eye, a word for the ear.
        const sign = document.createElement('span');
        sign.setAttribute('aria-hidden', 'true');
        sign.textContent = content.text;
        const word = document.createElement('span');
        word.className = 'ss-unseen';
        word.textContent = content.label;
        element.replaceChildren(sign, word);
    } else {
        element.textContent = content.text;
    }
}
