/** The accept on MINA: Openfire before 4.8. The only package that names {@code org.apache.mina}. */
package io.github.sessionstate.openfire.tcp.mina;
