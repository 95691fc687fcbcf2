package network.peer.web.health;

/** What one part of the server says of itself. */
record HealthCheck(String name, boolean up, String reason) {
    static HealthCheck up(String name) {
        return new HealthCheck(name, true, "");
    }

    /** @param reason for operators; holds no secret and no address */
    static HealthCheck down(String name, String reason) {
        return new HealthCheck(name, false, reason);
    }
}
