package network.peer.tokenomics;

import network.peer.token.TokenAmount;

/**
 * What one kind of action costs and earns.
 *
 * @param price with fees included
 * @param freePerDay how many a user has free per UTC day, before tokens are used
 * @param gemsHundredths what the post's owner earns, in hundredths of a gem; negative for a dislike
 */
public record ActionTerms(TokenAmount price, int freePerDay, long gemsHundredths) {}
