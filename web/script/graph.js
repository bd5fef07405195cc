import { text } from './texts.js';
import { Component, createRef, html } from './ui.js';

const SERIES = [['total', '--ss-graph-total'], ['available', '--ss-graph-available'],
    ['c2s_unauthed', '--ss-graph-unauthed']];
const HEIGHT = 84;
const WIDTH = 330;
const SPAN_S = 900;

/** How many sessions there were in the last quarter of an hour. */
export class Graph extends Component {
    constructor(props) {
        super(props);
        this.place = createRef();
    }

    async componentDidMount() {
        // It is most of the page's script, and the table must not wait for it.
        const { default: uPlot } = await import('../lib/uPlot.esm.js');
        if (this.place.current === null) {
            return;
        }
        const style = getComputedStyle(this.place.current);
        const muted = style.getPropertyValue('--ss-muted');
        const axis = { stroke: muted, font: '10px arial, helvetica, sans-serif', ticks: { show: false },
            grid: { stroke: style.getPropertyValue('--ss-line'), width: 1 } };
        this.plot = new uPlot({
            width: WIDTH,
            height: HEIGHT,
            legend: { show: false },
            cursor: { show: false },
            scales: { x: { range: (plot, from, to) => [to - SPAN_S, to] }, y: { range: (plot, low, high) => [0, Math.max(4, high * 1.1)] } },
            axes: [{ ...axis, size: 18, space: 60, values: (plot, ticks) => ticks.map(tick =>
                new Date(tick * 1000).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })) },
            { ...axis, size: 40, space: 24, values: (plot, ticks) => ticks.map(tick =>
                (Number.isInteger(tick) ? tick.toLocaleString() : '')) }],
            series: [{}, ...SERIES.map(([key, color]) => ({ label: text(`tile.${key}`), width: 1.5,
                stroke: style.getPropertyValue(color), points: { show: false } }))],
        }, this.data(), this.place.current);
    }

    componentDidUpdate() {
        this.plot?.setData(this.data());
    }

    componentWillUnmount() {
        this.plot?.destroy();
    }

    data() {
        const { recent } = this.props;
        return ['at', ...SERIES.map(([key]) => key)].map(key => recent[key] ?? []);
    }

    render() {
        return html`
            <figure class="ss-graph" aria-label=${text('graph.label')}>
            <div ref=${this.place} aria-hidden="true"></div>
            <figcaption>${SERIES.map(([key]) => html`<span key=${key} class=${`ss-key-${key}`}>${
                text(`tile.${key}`)}</span> `)}${text('graph.span')}</figcaption>
            </figure>`;
    }
}
