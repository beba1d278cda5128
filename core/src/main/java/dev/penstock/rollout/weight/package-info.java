/**
 * Moves shares of the requests by the weights of a load balancer's rule. A release has a {@linkplain
 * dev.penstock.rollout.weight.WeightedRoute route} from one target group to another, is told beforehand what {@linkplain
 * dev.penstock.rollout.weight.RulePreflight speaks against it}, moves and gives back by one {@linkplain
 * dev.penstock.rollout.weight.WeightedRule rule}, and asks a {@linkplain dev.penstock.rollout.weight.TrafficGuard guard} whether
 * enough targets are healthy. What is deployed in those groups is not known here.
 */
@NullMarked
package dev.penstock.rollout.weight;

import org.jspecify.annotations.NullMarked;
