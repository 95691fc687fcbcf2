package network.peer.content;

import java.time.LocalDate;

/** How many actions of each kind a user still has free on a UTC day. */
public record FreeAllowance(LocalDate day, int posts, int likes, int dislikes, int comments) {}
