#include "exchange/made_up.hpp"

#include "venue/encoding.hpp"
#include "venue/signing_key.hpp"

namespace nightjar::exchange {

using namespace std::string_view_literals;

std::string p256_pem(std::string_view secret) {
    constexpr auto head = "\x30\x31\x02\x01\x01\x04\x20"sv;
    constexpr auto curve = "\xa0\x0a\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07"sv;
    std::string der{head};
    der.append(secret).append(curve);
    const std::string label{"EC PRIVATE KEY-----\n"};
    return "-----BEGIN " + label + venue::to_base64(der) + "\n-----END " + label;
}

ClientConfig made_up_account(std::string_view venue, std::string_view random) {
    // Each part is of its own: one does not give away another.
    const auto part = [random](std::string_view name) {
        return venue::sha256(std::string{random}.append(name));
    };
    ClientConfig account;
    account.key = venue::to_hex(part("key")).substr(0, 32);
    account.secret = venue == "coinbase" ? p256_pem(part("secret"))
                     : venue == "kraken" ? venue::to_base64(part("secret"))
                                         : venue::to_hex(part("secret"));
    if (venue == "okx") account.passphrase = venue::to_hex(part("passphrase"));
    return account;
}

}  // namespace nightjar::exchange
