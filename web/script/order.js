/** The headings, by which the table is put in order: up, down, and back to the oldest first. */
export class Order {
    /**
     * @param headings the table's headings, those that can be pressed with a button
     * @param onChange called when the order is another
     */
    constructor(headings, onChange) {
        this.headings = headings.filter(heading => heading.querySelector('button') !== null);
        for (const heading of this.headings) {
            const key = heading.dataset.column;
            heading.querySelector('button').addEventListener('click', () => {
                this.value = this.value === key ? `-${key}` : this.value === `-${key}` ? '' : key;
                onChange();
            });
        }
        this.value = '';
    }

    /** The column's key, with a minus before it for the other direction; empty for the oldest first. */
    get value() {
        return this.order;
    }

    /** What is no order counts as none. */
    set value(order) {
        this.order = '';
        for (const heading of this.headings) {
            const key = heading.dataset.column;
            const direction = order === key ? 'ascending' : order === `-${key}` ? 'descending' : 'none';
            heading.setAttribute('aria-sort', direction);
            if (direction !== 'none') {
                this.order = order;
            }
        }
    }
}
