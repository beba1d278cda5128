/**
 * Links by which people answer approvals and instruct releases without any credentials of AWS: signed, for one person, for one
 * question, for a while.
 */
@NullMarked
package dev.penstock.link;

import org.jspecify.annotations.NullMarked;
