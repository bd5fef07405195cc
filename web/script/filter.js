/**
 * The filter box, and the tiles that put a filter into it. What is wrong with a filter is said below the box, and what
 * was typed stays.
 */
export class FilterBox {
    /**
     * @param form     the form with the box and the place for what is wrong
     * @param tiles    what holds the tiles
     * @param onChange called when the filter may be another
     */
    constructor(form, tiles, onChange) {
        this.box = form.querySelector('input');
        this.problem = form.querySelector('[role=alert]');
        this.tiles = [...tiles.querySelectorAll('button')];
        this.onChange = onChange;
        let typing;
        this.box.addEventListener('input', () => {
            clearTimeout(typing);
            typing = setTimeout(() => this.change(), PAUSE_MS);
        });
        form.addEventListener('submit', event => {
            event.preventDefault();
            clearTimeout(typing);
            this.change();
        });
        for (const tile of this.tiles) {
            tile.addEventListener('click', () => {
                clearTimeout(typing);
                // Once more: all sessions again.
                this.value = tile.dataset.filter === this.value ? '' : tile.dataset.filter;
                this.change();
            });
        }
    }

    get value() {
        return this.box.value.trim();
    }

    set value(filter) {
        this.box.value = filter;
        this.mark();
    }

    change() {
        this.mark();
        this.onChange();
    }

    mark() {
        for (const tile of this.tiles) {
            tile.setAttribute('aria-pressed', String(tile.dataset.filter === this.value));
        }
    }

    /** Shows how many sessions are in which state. */
    count(counts) {
        for (const tile of this.tiles) {
            const number = tile.querySelector('.ss-tile-number');
            const shown = counts[tile.dataset.count].toLocaleString();
            if (number.textContent !== shown) {
                number.textContent = shown;
            }
        }
    }

    /** Says what is wrong with the filter; empty if nothing is. */
    complain(problem) {
        if (this.problem.textContent !== problem) {
            this.problem.textContent = problem;
        }
        this.box.setAttribute('aria-invalid', String(problem !== ''));
    }
}

// Somebody who types is asked for no more than the last word.
const PAUSE_MS = 300;
