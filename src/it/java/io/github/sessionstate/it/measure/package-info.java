/** Programs that measure what the plugin costs a host. No build runs them unless {@code -Ddemo.main} names one. */
package io.github.sessionstate.it.measure;
