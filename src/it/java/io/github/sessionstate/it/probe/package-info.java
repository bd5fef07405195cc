/** A plugin of the tests that tells what the host itself says of its sessions. */
package io.github.sessionstate.it.probe;
