/**
 * The service provider interface of actions: what a provider is, and what it sees of the execution that it works for.
 *
 * <ul>
 *   <li>A <em>provider</em> carries out the actions of one type, such as {@code Deploy/AWS/ECS/1}.
 *   <li>An action is a small state machine. Each of its <em>steps</em> takes the state that was last made durable and
 *       returns what comes next. A step may be asked again after a crash: it looks what is there, does what is missing
 *       and returns.
 *   <li>A step never blocks for something that happens elsewhere: it returns a <em>wait</em>, which costs nothing.
 * </ul>
 *
 * <p>A third party brings providers by an {@link dev.penstock.action.ActionPlugin} in a jar of its own, found through
 * {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.penstock.action;

import org.jspecify.annotations.NullMarked;
