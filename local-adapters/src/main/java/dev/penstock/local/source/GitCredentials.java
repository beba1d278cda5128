package dev.penstock.local.source;

import dev.penstock.secret.Secret;

/** User name and password or token for one Git server. */
record GitCredentials(String user, Secret password) {}
