package network.peer.web.protection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Whom to count a request for. */
final class ClientAddress {
    /** Numbers only, so that no name is ever looked up. */
    private static final String LITERAL = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";

    /** One customer of a provider has at least so much of IPv6, and could take another address for every request. */
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * The address as text; of IPv6 the network only.
     *
     * @param forwardedFor the headers X-Forwarded-For: each proxy appends whom it speaks for, and what stands further left
     *     than the proxies of this installation was made up by a client
     */
    static String of(String remoteAddress, List<String> forwardedFor, long proxies) {
        List<String> chain = forwardedFor.stream()
                .flatMap(header -> Stream.of(header.split(",")))
                .map(String::strip)
                .toList();
        if (proxies <= 0 || chain.size() < proxies) {
            return network(remoteAddress);
        }
        return network(chain.get(chain.size() - (int) proxies));
    }

    private static String network(String text) {
        String address = withoutPort(text);
        if (!address.matches(LITERAL)) {
            return "unknown";
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                    : parsed.getHostAddress();
        } catch (UnknownHostException noAddress) {
            return "unknown";
        }
    }

    private static String withoutPort(String text) {
        if (text.startsWith("[") && text.contains("]")) {
            return text.substring(1, text.indexOf(']'));
        }
        int zone = text.indexOf('%');
        String address = zone < 0 ? text : text.substring(0, zone);
        return address.matches("[0-9.]+:[0-9]+") ? address.substring(0, address.indexOf(':')) : address;
    }
}
