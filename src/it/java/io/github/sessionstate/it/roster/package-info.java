/** Tests of who gets roster pushes and answers to subscriptions, and who does not. */
package io.github.sessionstate.it.roster;
