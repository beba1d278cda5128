/**
 * How the requests of users reach what is deployed, and how that is tried and changed: a {@linkplain
 * dev.penstock.traffic.WebProbe probe} asks a web server for a page before users do, and the <i>rules</i> of a load balancer's
 * listener divide requests among <i>target groups</i> by <i>weights</i> ({@link dev.penstock.traffic.ListenerRules}). What is deployed in those groups is not known here.
 */
@NullMarked
package dev.penstock.traffic;

import org.jspecify.annotations.NullMarked;
