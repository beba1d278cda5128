/**
 * A reverse HTTP proxy as application load balancers are one: HTTP/1.1 with connections that are kept, bodies streamed
 * both ways, upgrades passed through. It knows nothing of load balancers: where a request goes, a
 * {@link dev.penstock.simulator.elb.proxy.Routing} decides.
 */
@NullMarked
package dev.penstock.simulator.elb.proxy;

import org.jspecify.annotations.NullMarked;
