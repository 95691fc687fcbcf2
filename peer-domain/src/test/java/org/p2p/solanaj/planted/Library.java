package org.p2p.solanaj.planted;

/** Planted: stands for a type of the Solana library, which is not on this module's class path. */
public record Library() {}
