#include "venue/credentials.hpp"

namespace nightjar::venue {

Credentials copy_of(const Credentials& from) {
    return {from.key, Secret{std::string{from.secret.reveal()}},
            Secret{std::string{from.passphrase.reveal()}}};
}

}  // namespace nightjar::venue
