/**
 * What tests of several folders share: waiting, the session table as the API shows it, the ways to be connected,
 * sessions without clients.
 */
package io.github.sessionstate.it.support;
