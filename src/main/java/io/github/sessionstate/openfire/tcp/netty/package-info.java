/** The accept on Netty: Openfire 4.8 and later. The only package that names {@code io.netty}. */
package io.github.sessionstate.openfire.tcp.netty;
