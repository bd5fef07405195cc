/** Tests of the pages in the admin console, in a real browser. */
package io.github.sessionstate.it.page;
