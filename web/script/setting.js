import { text } from './texts.js';

const PREFIX = 'plugin.sessionstate.';

/** The two parts of a setting's name: what it belongs to, and what it is there. */
export function partsOf(setting) {
    return setting.name.slice(PREFIX.length).split('.');
}

/** What a setting is called on the pages. */
export function titleOf(setting) {
    const [group, name] = partsOf(setting);
    return text(`settings.title.${group}.${name}`);
}

/** What a setting is for. */
export function descriptionOf(setting) {
    const [group, name] = partsOf(setting);
    return text(`system_property.plugin.sessionstate.${group}.${name}`);
}
