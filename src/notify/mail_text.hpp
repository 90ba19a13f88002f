#pragma once
/// A letter as the text of a mail (RFC 5322, MIME). Private to the room.

#include "notify/message.hpp"

#include <string>
#include <vector>

namespace nightjar::notify {

/// Whether it can stand between < and > and in a header: name@host, without blanks and brackets.
bool is_mail_address(std::string_view text);

/// Headers and body, whatever the letter holds: text of others stands in encoded words and in
/// base64, where no line of it can become a header or an end.
std::string mail_text(const Letter& letter, const std::string& from,
                      const std::vector<std::string>& to);

}  // namespace nightjar::notify
