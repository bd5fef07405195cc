/**
 * What all other rooms need of a host. {@code HostCapabilities} is what differs between Openfire versions, or is reached
 * by reflection: looked up once, at start, by name and shape. What a host does not offer makes one capability absent,
 * and stops nothing else. {@code Host} and {@code HostEnds} do things in the way that this one offers; {@code Hook} is
 * the shape of a place in the host that the plugin takes.
 *
 * <p>This room may name the host's classes, but none of Netty or MINA, which not every host has. It knows no other room
 * below {@code openfire}.
 */
package io.github.sessionstate.openfire.host;
